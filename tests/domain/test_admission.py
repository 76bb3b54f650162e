"""No silent approval: whoever comes in, by whatever door, has a letter, and the log says why."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from sqlmodel import Session, select

from backend.core.config import Settings
from backend.domain.joining import actions, inviting, listing, roles
from backend.domain.members.models import Member
from tests.support.inviting import checked, invites
from tests.support.joining import (
    ADDRESS,
    BECAUSE,
    application_of,
    bristol,
    joins,
    letters,
    verdict,
)
from tests.support.log import decided_by
from tests.support.make import Make

BACKEND = Path(__file__).parents[2] / "backend"
DOOR = "domain/joining/admission.py"
INVENTED = "sample/synthetic/"
"""Fills empty databases for benchmarks, with rows alone."""

Said: TypeAlias = tuple[str, str, str]
"""What the log says: the deed, the reason, and whose entry it is."""


def by_domain(db: Session, settings: Settings, _make: Make) -> Said:
    bristol(db, "bristol.gov.uk")
    amina = joins(db, settings)
    return "admit_by_domain", "bristol.gov.uk", amina.name


def by_decision(db: Session, settings: Settings, make: Make) -> Said:
    amina = joins(db, settings)
    actions.decide(db, make.convener(name="Cara"), application_of(db, amina), verdict())
    return "admit", BECAUSE, "Cara"


def by_the_operator(db: Session, settings: Settings, _make: Make) -> Said:
    amina = joins(db, settings)
    roles.give(db, amina, "member", reason="Set from the command line.")
    return "admit_by_operator", "Set from the command line.", amina.name


def by_the_operator_after_a_no(db: Session, settings: Settings, make: Make) -> Said:
    amina = joins(db, settings)
    actions.decide(db, make.convener(), application_of(db, amina), verdict(admit=False))
    return by_the_operators_word(db, amina)


def by_the_operators_word(db: Session, amina: Member) -> Said:
    roles.give(db, amina, "convener", reason="Set from the command line.")
    return "admit_by_operator", "Set from the command line.", amina.name


def by_a_role_that_a_convener_gives(db: Session, settings: Settings, make: Make) -> Said:
    amina = joins(db, settings)
    roles.give(db, amina, "lead", reason=BECAUSE, by=make.convener(name="Cara"))
    return "admit", BECAUSE, "Cara"


def by_a_conveners_invitation(db: Session, settings: Settings, make: Make) -> Said:
    invites(db, settings, make.convener(name="Cara"), email=ADDRESS)
    joins(db, settings)
    return "admit_by_invitation", "", "Cara"


def by_a_list(db: Session, settings: Settings, make: Make) -> Said:
    cara = make.convener(name="Cara")
    listing.send(db, settings, cara, checked(db, cara, ADDRESS))
    joins(db, settings)
    return "admit_by_invitation", "", "Cara"


def by_an_invitation_for_which_a_convener_vouched(
    db: Session, settings: Settings, make: Make
) -> Said:
    sent = invites(db, settings, make.member(), email=ADDRESS)
    inviting.vouch(db, make.convener(name="Cara"), sent, admits=True)
    joins(db, settings)
    return "admit_by_invitation", "", "Cara"


@pytest.mark.parametrize(
    "path",
    [
        by_domain,
        by_decision,
        by_the_operator,
        by_the_operator_after_a_no,
        by_a_role_that_a_convener_gives,
        by_a_conveners_invitation,
        by_a_list,
        by_an_invitation_for_which_a_convener_vouched,
    ],
)
def test_every_way_in_leaves_a_letter_and_a_line_in_the_log(
    db: Session, settings: Settings, make: Make, path: Callable[[Session, Settings, Make], Said]
) -> None:
    bristol(db)
    said = path(db, settings, make)
    db.commit()
    amina = db.exec(select(Member).where(Member.email == ADDRESS)).one()
    assert amina.is_member
    assert len(letters(db, ADDRESS, "application.admitted")) == 1
    assert [
        (deed, reason, db.get_one(Member, by).name)
        for deed, by, reason in decided_by(db)
        if deed.startswith("admit")
    ] == [said]


def test_there_is_no_other_door() -> None:
    """Nothing else in the program writes when a member was admitted."""
    found = set()
    for path in BACKEND.rglob("*.py"):
        place = path.relative_to(BACKEND).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                found |= {place} if node.attr == "admitted_at" else set()
            if isinstance(node, ast.Call) and "admitted_at" in {one.arg for one in node.keywords}:
                found.add(place)
    assert {place for place in found if not place.startswith(INVENTED)} == {DOOR}
