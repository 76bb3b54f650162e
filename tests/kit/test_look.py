"""The style sheet and the templates keep what the look promises: contrast, weight, no inline style."""

import re
from gzip import compress

import pytest

from backend.kit.assets import FOLDER
from backend.kit.render import TEMPLATES

SHEET = (FOLDER / "look.css").read_text()
LIGHT = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", SHEET.split("@media")[0]))
DARK = LIGHT | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", SHEET.split("@media")[1]))
PRINCIPLES = ("government", "data", "innovation", "infrastructure", "standards", "source")

TEXT = [
    *(
        (text, ground)
        for text in ("ink", "muted", "brand", "accent", "good", "warn")
        for ground in ("paper", "surface")
    ),
    ("ink", "brand-wash"),
    ("muted", "brand-wash"),
    ("brand", "brand-wash"),
    ("brand-ink", "brand-wash"),
    ("accent", "accent-wash"),
    ("ink", "accent-wash"),
    ("good", "good-wash"),
    ("warn", "warn-wash"),
    ("ink", "warn-wash"),
    ("ink", "line"),
    ("muted", "line"),
    ("on-brand", "brand"),
    ("on-brand", "brand-ink"),
    ("surface", "accent"),
    ("ink", "office"),
    ("ink", "outside"),
    ("ink", "early"),
    ("ink", "night"),
    ("muted", "night"),
    *(("on-hue", principle) for principle in PRINCIPLES),
]
CONTROLS = [
    *((edge, ground) for edge in ("edge", "brand", *PRINCIPLES) for ground in ("paper", "surface")),
]


def luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(scheme: dict[str, str], text: str, ground: str) -> None:
    assert contrast(scheme[text], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), CONTROLS)
def test_controls_and_rings_can_be_seen(scheme: dict[str, str], edge: str, ground: str) -> None:
    assert contrast(scheme[edge], scheme[ground]) >= 3


def test_both_schemes_give_every_colour_role() -> None:
    assert set(LIGHT) == set(
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", SHEET.split("@media")[1]))
    )


def test_the_style_sheet_weighs_under_fifteen_kilobytes() -> None:
    assert len(compress(SHEET.encode())) < 15_000


def test_the_style_sheet_has_no_left_and_no_right() -> None:
    """Logical properties turn with the direction of writing; physical ones don't."""
    physical = r"\b(?:(?:margin|padding|border)-(?:left|right)|(?:left|right):|float: (?:left|right)|text-align: (?:left|right))"
    assert re.findall(physical, SHEET) == []


def test_the_style_sheet_asks_for_no_other_file() -> None:
    assert re.findall(r"@import|@font-face|url\(", SHEET) == []


@pytest.mark.parametrize(
    "template",
    sorted(
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("*.html")
        if not any(path.is_relative_to(TEMPLATES / one) for one in ("letters", "archive"))
    ),
)
def test_no_template_styles_inline(template: str) -> None:
    """Letters and archives are read outside the site, where no style sheet of ours is at hand."""
    assert re.findall(r"\sstyle=|<style\b", (TEMPLATES / template).read_text()) == []


def test_a_list_of_things_is_dressed_by_the_style_sheet_alone() -> None:
    """It lies on a card wherever it stands, so a card around it and nothing else would be a second."""
    twice = re.compile(r'<div class="card">\s*<[ou]l class="entries')
    assert [one for one in TEMPLATES.rglob("*.html") if twice.search(one.read_text())] == []
