"""Under which terms others may use a resource: SPDX names, and a few open licences it lacks."""

from collections.abc import Sequence
from dataclasses import dataclass

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from pydantic_core import PydanticCustomError

from backend.core.i18n import N_, _

LONGEST = 100
OTHER = "other"
"""What a form sends for a licence that is given by its name."""


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence that can be picked by what it says, rather than by its name."""

    id: str
    label: str
    address: str
    words: str = ""
    """What it allows, marked for translation."""
    suits: str = ""
    """What it was made for, where that isn't everything."""


PICKED: Sequence[Licence] = (
    Licence(
        "CC-BY-4.0",
        "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
        N_("Others may use and change it if they name you"),
    ),
    Licence(
        "CC-BY-SA-4.0",
        "CC BY-SA 4.0",
        "https://creativecommons.org/licenses/by-sa/4.0/",
        N_("Others may use and change it if they name you and share what they make as openly"),
    ),
    Licence(
        "CC0-1.0",
        "CC0 1.0",
        "https://creativecommons.org/publicdomain/zero/1.0/",
        N_("Anybody may do anything with it"),
    ),
    Licence(
        "ODbL-1.0",
        "ODbL 1.0",
        "https://opendatacommons.org/licenses/odbl/1-0/",
        N_("Others may use it if they name you and keep what they make of it open"),
        N_("for data"),
    ),
    Licence(
        "EUPL-1.2",
        "EUPL 1.2",
        "https://eupl.eu/1.2/en/",
        N_("Others may use and change it if they share their changes on the same terms"),
        N_("for code"),
    ),
    Licence(
        "MIT",
        "MIT",
        "https://opensource.org/license/mit",
        N_("Others may use and change it if they keep your name on it"),
        N_("for code"),
    ),
)
"""The ones a form offers; any other is given by its name."""

NAMED: Sequence[Licence] = (
    Licence("CC-BY-3.0", "CC BY 3.0", "https://creativecommons.org/licenses/by/3.0/"),
    Licence(
        "CC-BY-3.0-IGO", "CC BY 3.0 IGO", "https://creativecommons.org/licenses/by/3.0/igo/"
    ),
    Licence("CC-BY-NC-4.0", "CC BY-NC 4.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
    Licence("CC-BY-ND-4.0", "CC BY-ND 4.0", "https://creativecommons.org/licenses/by-nd/4.0/"),
    Licence(
        "CC-BY-NC-SA-4.0", "CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"
    ),
    Licence(
        "CC-BY-NC-ND-4.0", "CC BY-NC-ND 4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/"
    ),
    Licence("ODC-By-1.0", "ODC-By 1.0", "https://opendatacommons.org/licenses/by/1-0/"),
    Licence("PDDL-1.0", "PDDL 1.0", "https://opendatacommons.org/licenses/pddl/1-0/"),
    Licence(
        "OGL-UK-3.0",
        "Open Government Licence 3.0 (UK)",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
    Licence(
        "OGL-Canada-2.0",
        "Open Government Licence 2.0 (Canada)",
        "https://open.canada.ca/en/open-government-licence-canada",
    ),
    Licence("etalab-2.0", "Licence Ouverte 2.0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"),
    Licence("DL-DE-BY-2.0", "Datenlizenz Deutschland Namensnennung 2.0", "https://www.govdata.de/dl-de/by-2-0"),
    Licence("DL-DE-ZERO-2.0", "Datenlizenz Deutschland Zero 2.0", "https://www.govdata.de/dl-de/zero-2-0"),
    Licence("Apache-2.0", "Apache 2.0", "https://www.apache.org/licenses/LICENSE-2.0"),
    Licence("GPL-3.0-or-later", "GPL 3.0+", "https://www.gnu.org/licenses/gpl-3.0.html"),
    Licence("AGPL-3.0-or-later", "AGPL 3.0+", "https://www.gnu.org/licenses/agpl-3.0.html"),
    # Open, used by cities and states, and without a name in SPDX.
    Licence("IODL-2.0", "Italian Open Data Licence 2.0", "https://www.dati.gov.it/iodl/2.0/"),
    Licence(
        "GODL-India",
        "Government Open Data Licence (India)",
        "https://www.data.gov.in/government-open-data-license-india",
    ),
    Licence(
        "SODL-1.0",
        "Singapore Open Data Licence 1.0",
        "https://data.gov.sg/open-data-licence",
    ),
)  # fmt: skip
_KNOWN = {one.id: one for one in (*PICKED, *NAMED)}
_BY_ANY_NAME = {name.casefold(): one.id for one in _KNOWN.values() for name in (one.id, one.label)}


def chosen(words: str) -> str:
    """The licence of this name, as SPDX writes it; an error of validation where there is none."""
    if not words or words.casefold() in {"none", "noassertion"}:
        kind = "no_licence"
        raise PydanticCustomError(kind, "no licence")
    known = _BY_ANY_NAME.get(words.casefold())
    if known:
        return known
    try:
        expression = canonicalize_license_expression(words[:LONGEST])
    except InvalidLicenseExpression:
        expression = None
    if expression is None or "LicenseRef-" in expression or len(words) > LONGEST:
        kind = "unknown_licence"
        raise PydanticCustomError(kind, "not a licence that is known")
    return str(expression)


def label(licence: str) -> str:
    """What a licence is called where people read it."""
    known = _KNOWN.get(licence)
    return known.label if known else licence


def address(licence: str) -> str:
    """Where its text can be read; empty for a choice or a sum of several."""
    known = _KNOWN.get(licence)
    if known:
        return known.address
    return "" if " " in licence else f"https://spdx.org/licenses/{licence.rstrip('+')}.html"


def names() -> list[str]:
    """Names to offer beside those that are picked."""
    return [one.label for one in NAMED]


def words(licence: str) -> str:
    """What it allows, in the language being spoken; empty for those that are not picked often."""
    known = _KNOWN.get(licence)
    return _(known.words) if known and known.words else ""
