"""Who may do what to resources and adoptions. Pure: no session, no clock, no request."""

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.members.models import Actor
from backend.domain.members.policy import acts_for_city, takes_part
from backend.domain.resources.adoptions import Adoption
from backend.domain.resources.models import Resource


def may_see(me: Actor, resource: Resource) -> Verdict:
    """The rule that `sight.visible_to` states in SQL."""
    if me.is_member and (me.moderates or resource.author_id == me.id):
        return YES
    on_view = resource.hidden_at is None
    if on_view and (resource.visibility == "public" or me.is_member):
        return YES
    return no(_("There is no such resource."))


def may_see_adoption(me: Actor, adoption: Adoption) -> Verdict:
    """For whoever may see the resource."""
    if adoption.hidden_at is None or me.moderates:
        return YES
    if me.is_member and adoption.author_id == me.id:
        return YES
    return no(_("There is no such resource."))


def may_add(me: Actor) -> Verdict:
    return takes_part(me)


def may_edit(me: Actor, resource: Resource) -> Verdict:
    """To change what is said of it, or to add a new version."""
    if not (taking_part := takes_part(me)):
        return taking_part
    if me.moderates or resource.is_kept_by(me.id) or me.leads(resource.city_id):
        return YES
    return no(
        _("Only who keeps it, the lead of the city that published it or a convener can edit this.")
    )


def may_adopt(me: Actor, resource: Resource, *, silenced: bool = False) -> Verdict:
    """To say "our city uses this"; `silenced` when what the city said before is hidden."""
    if not (taking_part := takes_part(me)):
        return taking_part
    if not (
        for_city := acts_for_city(me, _("Only people of a city can say that their city uses this."))
    ):
        return for_city
    if me.city_id == resource.city_id:
        return no(_("Your city published this."))
    if resource.hidden_at is not None:
        return no(_("This resource is hidden for now."))
    if silenced:
        return no(_("What your city said about this is hidden for now."))
    return YES


def may_withdraw(me: Actor, adoption: Adoption) -> Verdict:
    """To take back, for one's city, that it uses something."""
    if not (taking_part := takes_part(me)):
        return taking_part
    only_theirs = _("Only people of this city can take this back.")
    if not (for_city := acts_for_city(me, only_theirs)):
        return for_city
    if me.city_id != adoption.city_id:
        return no(only_theirs)
    if adoption.hidden_at is not None:
        # Else it could be said anew, as if nobody had hidden it.
        return no(_("What your city said about this is hidden for now."))
    return YES


def may_follow(me: Actor, resource: Resource) -> Verdict:
    if not (taking_part := takes_part(me)):
        return taking_part
    if resource.author_id == me.id:
        return no(_("You hear of everything that happens to what you added."))
    return YES
