"""The page of one conversation, with every form that has its place on it."""

from typing import Any

from fastapi import Response

from backend.core import clock, tongues
from backend.core.i18n import N_, ngettext
from backend.core.times import zone
from backend.core.tongues import nearest
from backend.core.verdict import Verdict
from backend.domain.conversations import asking, offers, policy, standing, thread
from backend.domain.conversations.drafts import (
    AcceptanceDraft,
    LaterDraft,
    LearningDraft,
    MeetingDraft,
    MessageDraft,
    TimesDraft,
)
from backend.domain.conversations.models import Conversation, Learning
from backend.domain.conversations.queries import Opened
from backend.domain.members.models import Member
from backend.kit.asking import AskingMember
from backend.kit.forms import Form
from backend.kit.render import render
from backend.web.conversations.asking import LENGTHS, ROWS
from backend.web.conversations.clocks import Clocks, clocks

TELLINGS = {
    "no": N_("No, it stays between us"),
    "unattributed": N_("Yes, without my name"),
    "named": N_("Yes, with my name"),
}


def show_opened(
    ask: AskingMember,
    opened: Opened,
    *,
    status: int = 200,
    before: str = "",
    forms: dict[str, Form[Any]] | None = None,
) -> Response:
    one, me, now = opened.conversation, ask.me, clock.now()
    by = clocks(ask, opened.other)
    learned = thread.learned(ask.db, me, one) if standing.is_over(one, now) else ()
    messages = thread.messages(ask.db, me, one, before) if one.accepted_at else None
    read_at = one.author_read_at if one.is_author(me.id) else one.asked_read_at
    return render(
        ask,
        "conversations/show.html",
        "conversations/_conversation.html",
        status=status,
        opened=opened,
        one=one,
        other=opened.other,
        state=standing.state(one, now, is_author=one.is_author(me.id)),
        clocks=by,
        offered=_offered(one, by),
        occasion=asking.occasion(ask.db, me, one.occasion_kind, one.occasion_id),
        messages=messages,
        fresh=[
            line.id
            for line in (messages.items if messages else ())
            if line.author_id != me.id and (read_at is None or line.posted_at > read_at)
        ],
        before=before,
        mine=_of(learned, me.id),
        theirs=_of(learned, opened.other.id),
        tellings=TELLINGS,
        shares=one.author_shares_email if one.is_author(me.id) else one.asked_shares_email,
        forms=_forms(ask, one) | (forms or {}),
        rows=ROWS,
        lengths=[
            (length, ngettext("{count} minute", "{count} minutes", length))
            for length in sorted({*LENGTHS, one.minutes})
        ],
        languages_to_write=tongues.choices(),
        address_of=ask.addresses.of,
        now=now,
        **_rights(me, opened, has_written=_of(learned, me.id) is not None),
    )


def _of(learned: Any, member_id: Any) -> Learning | None:
    return next((one for one in learned if one.member_id == member_id), None)


def _offered(one: Conversation, by: Clocks) -> list[tuple[str, str]]:
    """The times that can still be chosen."""
    now = clock.now()
    return [(at.isoformat(), by.when(at)) for at in offers.moments_of(one.offers) if at > now]


def _forms(ask: AskingMember, one: Conversation) -> dict[str, Form[Any]]:
    spoken = nearest(ask.me.language or "en")
    meeting: dict[str, Any] = {"minutes": one.minutes, "link": one.link}
    if one.starts_at is not None:
        local = one.starts_at.astimezone(zone(ask.me.zone))
        meeting |= {"day": local.date().isoformat(), "time": f"{local:%H:%M}"}
    return {
        "accepting": Form.of(AcceptanceDraft),
        "proposing": Form.of(TimesDraft),
        "putting_off": Form.of(LaterDraft),
        "writing": Form.of(MessageDraft, language=spoken),
        "moving": Form.of(MeetingDraft, **meeting),
        "learning": Form.of(LearningDraft, telling="no"),
    }


def _rights(me: Member, opened: Opened, *, has_written: bool) -> dict[str, Verdict]:
    one, now, closed = opened.conversation, clock.now(), opened.is_closed
    return {
        "may_accept": policy.may_accept(me, one, now, is_closed=closed),
        "may_propose": policy.may_propose(me, one, now, is_closed=closed),
        "may_decide": policy.may_decide(me, one, now, is_closed=closed),
        "may_withdraw": policy.may_withdraw(me, one, now),
        "may_write": policy.may_write(me, one, is_closed=closed),
        "may_move": policy.may_move(me, one, now, is_closed=closed),
        "may_cancel": policy.may_cancel(me, one, now),
        "may_learn": policy.may_learn(me, one, now, has_written=has_written),
    }
