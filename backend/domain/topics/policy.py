"""Who may do what with topics. Pure. Everybody reads them."""

from typing import Protocol

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no


class Asker(Protocol):
    """A guest or a member, as far as topics care."""

    @property
    def is_member(self) -> bool: ...


def may_follow(me: Asker) -> Verdict:
    return YES if me.is_member else no(_("Only members can follow a topic."))
