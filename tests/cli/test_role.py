from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import select

from backend.core.db import sessions_for
from backend.domain.cities.models import City
from backend.domain.joining import admission
from backend.domain.joining.models import Application
from backend.domain.members.models import Member
from backend.domain.moderation.models import LogEntry
from tests.conftest import settings_in
from tests.support.commands import Operator
from tests.support.joining import wishes_to_join
from tests.support.make import Make


def roles(engine: Engine, member: Member) -> tuple[bool, bool]:
    with sessions_for(engine)() as db:
        now = db.get_one(Member, member.id)
        return now.is_lead, now.is_convener


def test_a_member_becomes_what_the_operator_says_and_the_log_keeps_it(
    operator: Operator, lasting_engine: Engine
) -> None:
    operator.uses(lasting_engine)
    with sessions_for(lasting_engine)() as db:
        ana = Make(db).member("Ana", email="ana@bristol.example")
    for role, expected in (
        ("convener", (False, True)),
        ("lead", (True, False)),
        ("member", (False, False)),
    ):
        said = operator.runs("role", " Ana@Bristol.example ", role)
        assert said.output == f"Ana is now a {role}.\n"
        assert roles(lasting_engine, ana) == expected
    with sessions_for(lasting_engine)() as db:
        assert [entry.deed for entry in db.exec(select(LogEntry))] == ["role"] * 3


def test_nobody_leads_without_a_city(operator: Operator, lasting_engine: Engine) -> None:
    operator.uses(lasting_engine)
    with sessions_for(lasting_engine)() as db:
        ana = Make(db).member("Ana", email="ana@partner.example", city_id=None)
    refused = operator.runs("role", "ana@partner.example", "lead")
    assert refused.output == "Ana belongs to no city that they could lead.\n"
    assert (refused.exit_code, roles(lasting_engine, ana)) == (1, (False, False))


def test_an_address_that_nobody_has_is_said(operator: Operator, lasting_engine: Engine) -> None:
    operator.uses(lasting_engine)
    refused = operator.runs("role", "nobody@bristol.example", "convener")
    assert (refused.exit_code, refused.output) == (
        1,
        "No member has the address nobody@bristol.example.\n",
    )


def test_the_first_convener_comes_in_by_the_operators_word(
    operator: Operator, lasting_engine: Engine
) -> None:
    operator.uses(lasting_engine)
    draft = wishes_to_join(email="ana@bristol.example", name="Ana")
    with sessions_for(lasting_engine).begin() as db:
        ana = admission.receive(db, settings_in(Path()), draft)
    assert operator.runs("role", "ana@bristol.example", "convener").exit_code == 0
    with sessions_for(lasting_engine)() as db:
        now = db.get_one(Member, ana.id)
        assert (now.moderates, db.get_one(City, now.city_id).name) == (True, "Bristol")
        application = db.exec(select(Application)).one()
        assert (application.admitted, application.decided_by_id) == (True, None)
