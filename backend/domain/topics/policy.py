"""Who may do what with topics. Pure. Everybody reads them."""

from typing import Protocol

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no, not_now


class Asker(Protocol):
    """A guest or a member, as far as topics care."""

    @property
    def is_member(self) -> bool: ...


def may_follow(me: Asker, *, is_retired: bool = False) -> Verdict:
    """Who follows already what is retired may stop."""
    if not me.is_member:
        return no(_("Only members can follow a topic."))
    return not_now(_("This topic is not used any more.")) if is_retired else YES
