"""Countries by their ISO 3166-1 alpha-2 codes: names, UN regions, languages, days of rest."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from backend.core.i18n import N_

REGIONS = {
    "africa": N_("Africa"),
    "asia": N_("Asia"),
    "europe": N_("Europe"),
    "latin_america": N_("Latin America and the Caribbean"),
    "northern_america": N_("Northern America"),
    "oceania": N_("Oceania"),
}
"""The regions of the United Nations (M49), by the code that cities keep."""

# M49 of the UN Statistics Division. It leaves out Taiwan and Kosovo, which stand where CLDR has
# them, and gives Antarctica no region.
_MEMBERS = {
    "africa": """
        AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA
        MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW
    """,
    "asia": """
        AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN
        MO MV MY NP OM PH PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE
    """,
    "europe": """
        AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT
        LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK
    """,
    "latin_america": """
        AG AI AR AW BB BL BO BQ BR BS BV BZ CL CO CR CU CW DM DO EC FK GD GF GP GS GT GY HN HT JM
        KN KY LC MF MQ MS MX NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI
    """,
    "northern_america": "BM CA GL PM US",
    "oceania": """
        AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS
    """,
}
_REGION_OF = {code: region for region, codes in _MEMBERS.items() for code in codes.split()}
CODES = frozenset(_REGION_OF)
"""Every country that has towns."""

FRIDAY, SATURDAY, SUNDAY = 4, 5, 6
USUAL_WEEKEND = frozenset({SATURDAY, SUNDAY})
# Where offices rest on other days than CLDR has it; python-holidays agrees with each line.
_RESTS_ON = {
    "BD": frozenset({FRIDAY, SATURDAY}),
    "BN": frozenset({FRIDAY, SUNDAY}),
    "DJ": frozenset({FRIDAY, SATURDAY}),
    "IN": frozenset({SATURDAY, SUNDAY}),
    "MV": frozenset({FRIDAY, SATURDAY}),
    "UG": frozenset({SATURDAY, SUNDAY}),
}


def name(code: str, language: str) -> str:
    """What the country is called in a language; the code itself where nobody knows."""
    tag = language.replace("_", "-")
    for locale in (_locale(tag), _locale(tag.partition("-")[0]), _locale("en")):
        if locale is not None and code in locale.territories:
            return str(locale.territories[code])
    return code


def region(code: str) -> str | None:
    """The code of the country's UN region; none for Antarctica and for what is no country."""
    return _REGION_OF.get(code)


@lru_cache(maxsize=300)
def official_languages(code: str) -> tuple[str, ...]:
    """The languages in which the whole country's authorities work, as language tags."""
    tags = get_official_languages(code, de_facto=True)
    return tuple(dict.fromkeys(tag.split("_")[0] for tag in tags))


@lru_cache(maxsize=300)
def weekend(code: str) -> frozenset[int]:
    """The weekdays on which the country's offices rest; Monday is 0."""
    locale = _locale(f"und-{code}")
    if code in _RESTS_ON or locale is None:
        return _RESTS_ON.get(code, USUAL_WEEKEND)
    first, last = locale.weekend_start, locale.weekend_end
    return frozenset((first + day) % 7 for day in range((last - first) % 7 + 1))


@lru_cache(maxsize=7)
def resting(weekday: int) -> frozenset[str]:
    """The countries whose offices rest on this day of the week."""
    return frozenset(code for code in CODES if weekday in weekend(code))


@lru_cache(maxsize=300)
def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
