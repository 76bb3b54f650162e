"""What policies and drafts refuse, where no page or action leads there."""

from datetime import timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain import subjects
from backend.domain.cities.models import OpennessDraft
from backend.domain.members import blocks
from backend.domain.members import policy as members
from backend.domain.members.drafts import ProfileDraft
from backend.domain.members.models import Guest, Member
from backend.domain.moderation import policy as moderation
from backend.domain.roundtables import policy as roundtables
from backend.domain.topics import policy as topics
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.meetings import Meetings


def test_only_conveners_hide_and_restore_and_only_words_and_things(make: Make) -> None:
    ana, convener, challenge = make.member(), make.convener(), make.challenge()
    kind, people = subjects.kind("challenge"), subjects.kind("member")
    assert not moderation.may_hide(ana, kind, challenge)
    assert not moderation.may_restore(ana, kind, challenge)
    assert not moderation.may_hide(convener, people, ana)
    assert not moderation.may_restore(convener, people, ana)
    assert not moderation.may_restore(convener, kind, challenge)
    assert moderation.may_hide(convener, kind, challenge)
    challenge.hidden_at = NOON
    assert moderation.may_restore(convener, kind, challenge)
    assert not moderation.may_hide(convener, kind, challenge)


def test_strangers_report_nothing_and_nobody_reports_their_own(make: Make) -> None:
    ana = make.member()
    glance = subjects.Glance("challenge", make.challenge(ana).id, "A title", "a-title", ana.id)
    assert not moderation.may_report(Guest(), glance)
    assert not moderation.may_report(make.member(suspended_at=NOON), glance)
    assert not moderation.may_report(ana, glance)
    assert moderation.may_report(make.member(), glance)


def test_only_members_follow_a_topic(make: Make) -> None:
    assert topics.may_follow(make.member())
    assert not topics.may_follow(Guest())


def test_what_was_cancelled_is_neither_moved_nor_invited_to(db: Session, make: Make) -> None:
    meetings, convener = Meetings(db, make), make.convener()
    table = meetings.planned(convener)
    assert roundtables.may_move(convener, table, NOON)
    assert not roundtables.may_move(convener, table, NOON + timedelta(days=4))
    table.cancelled_at = NOON
    assert not roundtables.may_move(convener, table, NOON)
    assert not roundtables.may_invite(convener, table, NOON)


def test_a_stranger_hears_of_everybody(db: Session, make: Make) -> None:
    ana = make.member()
    heard = columns(col(Member.id)).where(blocks.heard_by(Guest(), col(Member.id)))
    assert rows(db, heard).scalars().all() == [ana.id]


@pytest.mark.parametrize("zone", ["", "Europe/Nowhere", "../etc/passwd"])
def test_a_profile_lives_in_a_zone_that_there_is(zone: str) -> None:
    with pytest.raises(ValidationError):
        ProfileDraft(name="Ana", zone=zone)


def test_how_open_a_city_is_has_four_stages() -> None:
    with pytest.raises(ValidationError):
        OpennessDraft(stage="dreaming")


def test_who_awaits_their_passkey_is_asked_for_that_and_not_to_wait(make: Make) -> None:
    ana = make.member()
    ana.hold_back({"member"})
    for verdict in (
        members.takes_part(ana),
        members.may_list(ana),
        members.may_edit(ana, ana),
        members.may_change_ways(ana, fresh=True, has_passkey=True),
    ):
        assert verdict.reason == "Please confirm first with your passkey."
