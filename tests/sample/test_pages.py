"""Every page of the sample network, as far as links lead: whole, light, and with few queries."""

from gzip import compress

import pytest

from tests.sample.conftest import Walk
from tests.support.crawl import PEOPLE

QUERIES, WEIGHT = 8, 60_000


@pytest.mark.parametrize("role", PEOPLE)
def test_every_page_opens_is_light_and_asks_little(role: str, walk: Walk) -> None:
    pages = walk(role)
    faults: list[tuple[str, str]] = []
    for page in pages:
        if page.answer.status_code not in {200, 303}:
            faults.append((page.address, f"status {page.answer.status_code}"))
        if len(page.queries) > QUERIES:
            faults.append((page.address, f"{len(page.queries)} queries"))
        if (weight := len(compress(page.answer.content, 6))) > WEIGHT:
            faults.append((page.address, f"{weight} bytes"))
    assert faults == []
    assert len(pages) > 40
