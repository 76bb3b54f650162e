"""What somebody reads who has just come in, in whichever way."""

from backend.core.i18n import _
from backend.domain.members.models import Member
from backend.domain.own_data import queries as own_data
from backend.kit.asking import Asking


def welcome(ask: Asking, member: Member) -> str:
    """Who wished to be forgotten has taken that back by coming."""
    if own_data.erasure(ask.db, member.id) is not None:
        return _("You are signed in, {name}. Your account stays.", name=member.name)
    return _("You are signed in, {name}.", name=member.name) if member.is_admitted else ""
