"""A letter's row made into a message: in the reader's language, as text and as HTML."""

from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Any
from urllib.parse import urlsplit

import css_inline
from sqlmodel import Session

from backend.core.calendar_file import Person, Sender
from backend.core.i18n import language, speaking
from backend.core.text import one_line
from backend.domain import subjects
from backend.domain.members.models import Member
from backend.domain.notifications.models import Letter
from backend.domain.notifications.queries import as_called_now
from backend.jobs.calendars import Meeting
from backend.jobs.digests import contents
from backend.jobs.meetings import meeting
from backend.jobs.talks import talk
from backend.kit.addresses import Addresses
from backend.kit.events import SENTENCES, sentence
from backend.kit.languages import Languages
from backend.kit.render import environment
from backend.kit.site import Site
from backend.kit.unsubscribing import Unwanted, token_of

ADDED = {"roundtable": meeting, "conversation": talk}
"""What letters about each kind of subject add."""


def _nothing(_db: Session, _letter: Letter, _sender: Sender, _url: str) -> Meeting:
    return Meeting()


class Desk:
    """Where letters are written: knows the site, its addresses and its languages."""

    def __init__(
        self, site: Site, addresses: Addresses, languages: Languages, sender: str, secret: str
    ) -> None:
        self._site = site
        self._addresses = addresses
        self._languages = languages
        self._sender = sender
        self._secret = secret

    def write(self, db: Session, letter: Letter) -> EmailMessage:
        """The finished message, with the same Message-ID each time it is written."""
        spoken = self._languages.known(letter.language) or self._languages.offered[0]
        with speaking(spoken):
            facts = self._facts(db, letter)
            subject, html = self._html(letter, facts)
            own = [f"letters/{letter.event}.txt", "letters/event.txt"]
            text = environment.select_template(own).render(facts)
            message = EmailMessage(policy=SMTP)
            message["Subject"] = one_line(subject)
            message["From"] = formataddr((self._site.name, self._sender))
            message["To"] = letter.address
            message["Date"] = format_datetime(letter.written_at)
            message["Message-ID"] = f"<{letter.id}@{self._host}>"
            message["Auto-Submitted"] = "auto-generated"
            message["Content-Language"] = language().code
            if facts["unsubscribe"]:
                # By RFC 8058, for the button that mail programs show beside the sender.
                message["List-Unsubscribe"] = f"<{facts['unsubscribe']}>"
                message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
            message.set_content(text)
            message.add_alternative(css_inline.inline(html), subtype="html")
            _add_calendar(message, facts["meeting"])
        return message

    def read(self, db: Session, letter: Letter) -> tuple[str, str]:
        """The subject and the HTML body, for the demo's pages."""
        with speaking(self._languages.known(letter.language) or self._languages.offered[0]):
            return self._html(letter, self._facts(db, letter))

    def _html(self, letter: Letter, facts: Mapping[str, Any]) -> tuple[str, str]:
        own = [f"letters/{letter.event}.html", "letters/event.html"]
        template = environment.select_template(own)
        written = template.make_module(dict(facts))
        # A template names its letter with {% set subject = … %}.
        subject = str(getattr(written, "subject", "")) or str(facts["sentence"])
        return subject, str(written)

    def _facts(self, db: Session, letter: Letter) -> dict[str, Any]:
        spoken = language()
        told = letter.event in SENTENCES
        glance = self._glance(db, letter)
        facts = as_called_now(letter.facts, glance) if glance else letter.facts
        link = self._site.origin + self._addresses.of(glance) if glance else ""
        return {
            "site": self._site,
            "language": spoken.code,
            "direction": spoken.direction,
            "address_of": self._address_of,
            "facts": facts,
            "sentence": sentence(letter.event, facts) if told else "",
            "link": link,
            "unsubscribe": self._unsubscribe(letter),
            "digest": contents(db, letter, self._addresses),
            "meeting": ADDED.get(letter.kind, _nothing)(db, letter, self._from, link),
        }

    def _unsubscribe(self, letter: Letter) -> str:
        """Where its reader ends letters like this; nowhere if it comes in any case."""
        if not letter.wish or letter.recipient_id is None:
            return ""
        token = token_of(self._secret, Unwanted(letter.recipient_id, letter.wish))
        return self._address_of("unsubscribing:show", token=token)

    @property
    def _host(self) -> str:
        return urlsplit(self._site.origin).hostname or ""

    @property
    def _from(self) -> Sender:
        return Sender(self._host, Person(self._site.name, self._sender))

    def _address_of(self, name: str, /, **path: Any) -> str:
        return self._site.origin + self._addresses.path_for(name, **path)

    def _glance(self, db: Session, letter: Letter) -> subjects.Glance | None:
        """The subject of the letter as its reader sees it, if it has one and they do."""
        if letter.subject_id is None or letter.recipient_id is None:
            return None
        about = (letter.kind, letter.subject_id)
        reader = db.get_one(Member, letter.recipient_id)
        return subjects.glances(db, reader, [about]).get(about)


def _add_calendar(message: EmailMessage, meeting: Meeting) -> None:
    """As a way to read the letter, which mail programs take for an invitation; and as a file."""
    if not meeting.calendar:
        return
    # As bytes: what is written as text would lose the line ends that calendars insist on.
    file = meeting.calendar.encode()
    kind = {"charset": "utf-8", "method": meeting.method, "name": meeting.file_name}
    message.add_alternative(file, "text", "calendar", params=kind)
    message.add_attachment(file, "application", "ics", filename=meeting.file_name)
