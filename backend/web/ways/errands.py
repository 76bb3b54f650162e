"""The trip to a provider and back: who we are to it, and what may go wrong on the way."""

from types import MappingProxyType
from typing import cast

from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.core.providers import Errand, NotBelieved, Providers, Unreachable
from backend.domain.joining.ways import ProviderVisit
from backend.kit.asking import Asking

TROUBLES = MappingProxyType({"unreachable": Unreachable, "unbelieved": NotBelieved})
"""What a form ran into, in the address to which its browser is sent on; all else is a no."""


def providers(ask: Asking) -> Providers:
    return cast("Providers", ask.request.app.state.providers)


def provider_label(ask: Asking, name: str) -> str:
    try:
        return providers(ask).label(name)
    except KeyError:
        raise NotFound(_("There is no page at this address.")) from None


def errand_to(
    ask: Asking, name: str, state: str = "", visit: ProviderVisit | None = None
) -> Errand:
    """A new trip, or the one that this visit set out on."""
    posts = providers(ask).posts(name)
    back = "providers:receive" if posts else "providers:answer"
    back, us = (
        ask.settings.origin + ask.path_for(route, name=name)
        for route in (back, "providers:metadata")
    )
    if visit is None:
        return Errand(back, us)
    return Errand(back, us, state, visit.nonce, visit.verifier)
