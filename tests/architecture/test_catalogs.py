"""Translators are given every sentence of ours, and what they bring is spoken."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

from backend.core.i18n import _, ngettext, speaking
from backend.kit.languages import Languages

ROOT = Path(__file__).parents[2]
CALL = re.compile(r"(?<![\w.])(?:_|N_|ngettext)\(\s*\"")
COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
KEYWORDS: dict[str, Any] = {"_": None, "N_": None, "ngettext": (1, 2)}


def sources() -> list[tuple[Path, str]]:
    """Every file that `make words` reads, and how it is read."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    assert {one["pattern"]: one["method"] for one in told} == {
        "backend/**.py": "python",
        "templates/**.*": "jinja2",
    }
    code = [(file, "python") for file in sorted((ROOT / "backend").rglob("*.py"))]
    pages = [(file, "jinja2") for file in sorted((ROOT / "templates").rglob("*.*"))]
    return code + pages


@pytest.fixture(scope="module")
def found() -> dict[Path, list[str]]:
    """The sentences of each file, both numbers of those that count."""
    kept: dict[Path, list[str]] = {}
    for file, method in sources():
        lines = extract_from_file(method, file, KEYWORDS, options={"silent": "false"})
        said = [words if isinstance(words, tuple) else (words,) for _line, words, *_ in lines]
        kept[file] = [one for words in said for one in words]
    return kept


def test_every_sentence_of_every_file_is_found(found: dict[Path, list[str]]) -> None:
    texts = {file: COMMENT.sub("", file.read_text()) for file in found}
    written = {file: len(CALL.findall(text)) for file, text in texts.items()}
    missed = {
        file.relative_to(ROOT).as_posix(): (count, len(found[file]))
        for file, count in written.items()
        if len(found[file]) < count
    }
    assert missed == {}
    assert sum(map(len, found.values())) > 2_000


def test_our_sentences_are_set_as_print_is(found: dict[Path, list[str]]) -> None:
    """The page beside them says ’, not '."""
    straight = {one for words in found.values() for one in words if re.search(r"\w'\w", one)}
    assert straight == set()


def brought(folder: Path, code: str, sentences: dict[Any, Any]) -> None:
    catalog = Catalog(locale=code.replace("-", "_"))
    for sentence, translation in sentences.items():
        catalog.add(sentence, translation)
    with (folder / f"{code}.po").open("wb") as file:
        write_po(file, catalog)


def test_a_catalog_that_is_brought_is_spoken_in_its_plurals(tmp_path: Path) -> None:
    cities = ("{count} city", "{count} cities")
    brought(tmp_path, "pl", {cities: ("{count} miasto", "{count} miasta", "{count} miast")})
    brought(tmp_path, "pt-BR", {"Search": "Buscar"})
    languages = Languages(catalogs=tmp_path)
    polish, nearest = languages.known("pl"), languages.known("pt-BR")
    assert (polish and polish.name, nearest and nearest.name) == ("Polski", "Português (Brasil)")
    assert polish is not None
    with speaking(polish):
        said = [ngettext(*cities, count) for count in (1, 2, 5, 22)]
        assert said == ["1 miasto", "2 miasta", "5 miast", "22 miasta"]
        assert _("Search") == "Search"


@pytest.mark.parametrize(
    ("asked", "catalogs", "spoken"),
    [
        ("de-AT", ["de"], "de"),
        ("de-AT", ["de", "de-AT"], "de-AT"),
        ("nb_NO", ["nb"], "nb"),
        ("zh-TW", ["zh-CN"], "zh-CN"),
        ("pt-PT", ["pt-BR"], "pt"),
        ("sv", ["de"], None),
    ],
)
def test_who_asks_for_a_neighbour_gets_the_nearest(
    tmp_path: Path, asked: str, catalogs: list[str], spoken: str | None
) -> None:
    for code in catalogs:
        brought(tmp_path, code, {"Search": code})
    language = Languages(catalogs=tmp_path, pseudo=True).known(asked)
    assert (language and language.code) == spoken


def test_a_translation_that_would_break_a_page_is_left_out(tmp_path: Path) -> None:
    greeting, one = "Hello, {name}.", ("{count} city", "{count} cities")
    brought(tmp_path, "de", {greeting: "Hallo, {nome}.", one: ("{count} Stadt", "{n} Städte")})
    german = Languages(catalogs=tmp_path).known("de")
    assert german is not None
    with speaking(german):
        assert (_(greeting, name="Ana"), ngettext(*one, 2)) == ("Hello, Ana.", "2 cities")
