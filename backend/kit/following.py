"""What somebody is told who follows a thing, or follows it no more: the same for all things."""

from backend.core.i18n import _


def confirmed(*, follows: bool) -> str:
    if follows:
        return _("You follow this now, and will hear what is new.")
    return _("You no longer follow this.")
