"""No sentence of ours escapes translation: on pages, in pieces, refusals, flashes and letters."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine
from sqlmodel import col, select

from backend.core.times import zones
from backend.domain.cities.attributes import CLIMATES
from backend.domain.cities.models import City
from backend.domain.roundtables.calendars import holidays_of
from backend.kit.languages import PSEUDO
from tests.conftest import NOON
from tests.support.crawl import PEOPLE, forms, pages, pieces, refusals
from tests.support.escapes import escaped, in_other_letters, words_of
from tests.support.visits import visit

pytestmark = pytest.mark.sqlite_only

OF_A_KIND = 2
START = ("/", "/_mail")

NAMES = words_of(
    "Open Cities",  # this network
    "English, Español, Français, Português, Pseudo",  # languages by their own names
    "CC BY, CC BY-SA, CC0, ODbL, EUPL, GPL, AGPL, MIT, Open Government Licence UK",
    "Licence Ouverte, CSV, Markdown, UTC, GeoNames",
    "Unicode CLDR",  # where facts come from
    *CLIMATES,  # by the letters that climatologists know
    "Girona, Catalonia, Division",  # from the gazetteer, which no member wrote
    *(zone.replace("/", " ").replace("_", " ") for zone in zones()),  # what CLDR has no name for
)


@pytest.mark.parametrize("role", PEOPLE)
def test_no_sentence_escapes_translation(role: str, network: Engine, tmp_path: Path) -> None:
    with visit(network, tmp_path) as here:
        in_other_letters(here.connection)
        browser = here.browser(role, language=PSEUDO)
        with_htmx = here.browser(role, htmx=True, language=PSEUDO)
        seen = list(pages(browser, here.connection, OF_A_KIND, START))
        found = [
            *seen,
            *pieces(with_htmx, seen),
            *forms(browser, here.connection, seen),
            *forms(with_htmx, here.connection, seen),
            *refusals(browser),
        ]
        names = NAMES | _holidays(here.connection)
    plain = {
        word: one.address
        for one in found
        if one.is_html
        for word in escaped(one.answer.text)
        if word not in names
    }
    assert plain == {}


def _holidays(connection: Connection) -> frozenset[str]:
    """The words in the names of public holidays, where the network's cities are."""
    of = connection.execute(select(col(City.country), col(City.subdivision)).distinct()).all()
    return words_of(*(name for place in of for name in holidays_of(*place, NOON.year).values()))
