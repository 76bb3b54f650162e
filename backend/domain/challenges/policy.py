"""Who may do what to challenges and answers. Pure: no session, no clock, no request."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol
from uuid import UUID

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.challenges.models import CLOSED, Challenge
from backend.domain.members.models import Actor
from backend.domain.members.policy import acts_for_city, takes_part


class Said(Protocol):
    """An answer as far as a policy looks at it: the thing itself, or the row of a page."""

    @property
    def author_id(self) -> UUID: ...
    @property
    def parent_id(self) -> UUID | None: ...
    @property
    def hidden_at(self) -> datetime | None: ...


def may_see(me: Actor, challenge: Challenge, chosen: Collection[UUID] = ()) -> Verdict:
    """The rule that `sight.visible_to` states in SQL; `chosen` are the challenge's chosen cities."""
    unseen = no(_("There is no such challenge."))
    if me.is_member and (me.moderates or challenge.author_id == me.id):
        return YES
    if challenge.hidden_at is not None:
        return unseen
    if challenge.visibility == "public":
        return YES
    if not me.is_member:
        return unseen
    ours = me.city_id is not None and me.city_id in {challenge.city_id, *chosen}
    return YES if challenge.visibility == "members" or ours else unseen


def sees_by_office(me: Actor, challenge: Challenge, chosen: Collection[UUID] = ()) -> bool:
    """Whether a convener sees it only because they are one: such a look is noted."""
    if not me.moderates or challenge.author_id == me.id:
        return False
    is_party = me.city_id is not None and me.city_id in {challenge.city_id, *chosen}
    return challenge.hidden_at is not None or (challenge.visibility in CLOSED and not is_party)


def may_see_answer(me: Actor, answer: Said, parent: Said | None = None) -> Verdict:
    """For whoever may see the challenge. What hangs on a hidden answer is hidden with it."""
    for one in (answer, parent):
        mine = me.is_member and one is not None and one.author_id == me.id
        if one is not None and one.hidden_at is not None and not (me.moderates or mine):
            return no(_("There is no such answer."))
    return YES


def may_post(me: Actor) -> Verdict:
    return takes_part(me)


def may_edit(me: Actor, challenge: Challenge) -> Verdict:
    if not (taking_part := takes_part(me)):
        return taking_part
    if me.moderates or challenge.is_kept_by(me.id):
        return YES
    return no(_("Only who keeps it or a convener can edit a challenge."))


def may_retag(me: Actor, topics: Collection[UUID]) -> Verdict:
    """To say what a challenge of these topics is about: for conveners, and who curates one."""
    if not (taking_part := takes_part(me)):
        return taking_part
    if me.moderates or any(me.holds("curator", topic) for topic in topics):
        return YES
    return no(_("Only who curates one of its topics, or a convener, can change its topics."))


def may_answer(me: Actor, challenge: Challenge) -> Verdict:
    if not (taking_part := takes_part(me)):
        return taking_part
    if not (is_open := _open_to_words(challenge)):
        return is_open
    if challenge.author_id == me.id:
        return no(_("This is your own challenge: edit it to add more, or reply to an answer."))
    return YES


def may_reply(me: Actor, challenge: Challenge, answer: Said, *, apart: bool = False) -> Verdict:
    """`apart`: the reader and who answered want to have nothing to do with each other."""
    if not (taking_part := takes_part(me)):
        return taking_part
    if apart:
        return no(_("You can’t reply here."))
    if answer.parent_id is not None:
        return no(_("Please reply to the answer itself."))
    if answer.hidden_at is not None:
        return no(_("This answer is hidden, so it takes no replies."))
    return _open_to_words(challenge)


def may_edit_answer(me: Actor, answer: Said) -> Verdict:
    if not (taking_part := takes_part(me)):
        return taking_part
    if me.moderates or answer.author_id == me.id:
        return YES
    return no(_("Only its author or a convener can edit an answer."))


def may_face(me: Actor, challenge: Challenge) -> Verdict:
    """To say "we face this too" for one's city, or to take it back."""
    if not (taking_part := takes_part(me)):
        return taking_part
    if not (
        for_city := acts_for_city(
            me, _("Only people of a city can say that their city faces this.")
        )
    ):
        return for_city
    if me.city_id == challenge.city_id:
        return no(_("Your city posted this challenge."))
    return _on_view(challenge)


def may_mark_helpful(me: Actor, answer: Said) -> Verdict:
    if not (taking_part := takes_part(me)):
        return taking_part
    if answer.author_id == me.id:
        return no(_("This is your own answer."))
    return YES if answer.hidden_at is None else no(_("This answer is hidden."))


def may_say_it_helped(me: Actor, challenge: Challenge, answer: Said) -> Verdict:
    """To say "this helped us": for the author, the challenge's city or, in its name, a convener."""
    if not (taking_part := takes_part(me)):
        return taking_part
    if answer.parent_id is not None:
        return no(_("Only an answer can be marked, not a reply."))
    if answer.author_id == me.id:
        return no(_("This is your own answer."))
    ours = me.city_id is not None and me.city_id == challenge.city_id
    if not (ours or me.moderates or challenge.is_kept_by(me.id)):
        return no(_("Only the city that asked can say what helped it."))
    return YES if answer.hidden_at is None else no(_("This answer is hidden."))


def may_steer(me: Actor, challenge: Challenge) -> Verdict:
    """To say where it stands: being worked on, solved, closed, open again."""
    if me.is_member and (
        me.moderates or challenge.is_kept_by(me.id) or me.leads(challenge.city_id)
    ):
        return YES
    return takes_part(me) and no(
        _("Only who keeps it, the lead of its city or a convener can say where a challenge stands.")
    )


def may_follow(me: Actor, challenge: Challenge) -> Verdict:
    if not (taking_part := takes_part(me)):
        return taking_part
    if challenge.author_id == me.id:
        return no(_("You hear of everything that happens to your own challenge."))
    return YES


def _on_view(challenge: Challenge) -> Verdict:
    if challenge.hidden_at is not None:
        return no(_("This challenge is hidden for now."))
    return YES


def _open_to_words(challenge: Challenge) -> Verdict:
    if not challenge.is_open:
        return no(_("This challenge is closed, so it takes no more answers."))
    return _on_view(challenge)
