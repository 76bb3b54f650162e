"""Cities are never ranked: nothing orders them by how open they are, and nothing scores that."""

import re
from pathlib import Path

from fastapi import FastAPI

from backend.domain.cities.filters import Filters
from backend.kit.addresses import routes

ROOT = Path(__file__).parents[2]
PLACES = ("backend/domain/cities", "backend/web/cities", "templates/cities", "templates/ui")
ORDER = re.compile(r"order_by\((?:[^()]|\([^()]*\))*\)|sorted\([^\n]*|\|\s*sort\([^)]*\)")
BY_OPENNESS = re.compile(r"\bstages?\b|Openness\.|\bscores?\b|\brank")


def written() -> str:
    files = [path for place in PLACES for path in (ROOT / place).rglob("*.*")]
    texts = [path.read_text() for path in files if path.suffix in {".py", ".html"}]
    return "\n".join([*texts, (ROOT / "backend/api/cities.py").read_text()])


def test_no_list_of_cities_is_ordered_by_openness() -> None:
    orders = [found[0] for found in ORDER.finditer(written())]
    assert len(orders) > 10
    assert [one for one in orders if BY_OPENNESS.search(one)] == []


def test_no_address_asks_for_an_order_of_cities(app: FastAPI) -> None:
    assert {"sort", "order", "by", "rank"} & set(Filters.model_fields) == set()
    about_cities = [one.path for one in routes(app.routes) if "cit" in one.name]
    assert about_cities
    assert [path for path in about_cities if re.search("rank|league|score|top", path)] == []


def test_no_sentence_about_cities_praises_one_above_another() -> None:
    praise = re.compile(r"_\([^)]*\b(?:best|top|leading|most open) cit(?:y|ies)\b", re.IGNORECASE)
    assert praise.findall(written()) == []
