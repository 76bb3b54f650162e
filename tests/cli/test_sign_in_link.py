from sqlalchemy import Engine

from backend.core.db import sessions_for
from backend.domain.members import links
from tests.support.commands import Operator
from tests.support.make import Make


def test_the_link_works_once_in_any_browser(operator: Operator, lasting_engine: Engine) -> None:
    operator.uses(lasting_engine)
    operator.sets(origin="https://network.example")
    with sessions_for(lasting_engine)() as db:
        ana = Make(db).member("Ana", email="ana@bristol.example")
    address = operator.runs("sign-in-link", "ana@bristol.example").output.strip()
    begins, _, token = address.rpartition("/")
    assert begins == "https://network.example/sign-in"
    with sessions_for(lasting_engine)() as db:
        link = links.find(db, token)
        assert link is not None
        assert (link.member_id, links.needs_code(link, "any browser")) == (ana.id, False)


def test_without_a_public_address_no_link_is_made(
    operator: Operator, lasting_engine: Engine
) -> None:
    operator.uses(lasting_engine)
    refused = operator.runs("sign-in-link", "ana@bristol.example")
    assert (refused.exit_code, "OPENCITIES_ORIGIN is not set." in refused.output) == (1, True)
