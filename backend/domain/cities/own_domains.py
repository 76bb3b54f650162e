"""Which e-mail domains a city may call its own. Pure: it opens the door to all who write from it."""

from backend.core import domains
from backend.core.i18n import _

ANY = "*."
"""Before a domain: all that end so, and not the domain itself."""


def ways_to_trust(domain: str) -> list[str]:
    """What a city may have entered for this domain to be its own.

    The domain itself, or `*.` and the end of it: compared label by label, never as text, so that
    `evil-bristol.gov.uk` is not taken for `bristol.gov.uk`.
    """
    _itself, *above = domains.endings(domain)
    return [domain, *(ANY + end for end in above if not domains.is_open(end))]


def kept(words: str) -> str:
    """A domain in the form in which it is kept, `*.` before it if it takes in all under it.

    ValueError, with a sentence, for what is no domain or can be nobody's own.
    """
    name = words.lstrip("@")
    start = ANY if name.startswith(ANY) else ""
    try:
        domain = domains.domain(name.removeprefix(start))
    except domains.NotADomain as error:
        sentence = _("“{words}” is no e-mail domain, such as bristol.gov.uk.", words=words)
        raise ValueError(sentence) from error
    if fault := why_not(domain):
        raise ValueError(fault)
    return start + domain


def why_not(domain: str) -> str:
    """Why this domain can be no city's own, in a sentence; nothing if it can."""
    if any(domains.is_free_mail(end) for end in domains.endings(domain)):
        return _(
            "Anybody can have an address at {domain}: it cannot be a city’s own.", domain=domain
        )
    if domains.is_open(domain):
        return _(
            "Anybody can have a name under {domain}: it cannot be a city’s own.", domain=domain
        )
    return ""
