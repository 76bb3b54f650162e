import pytest
from packaging.licenses import canonicalize_license_expression
from pydantic_core import PydanticCustomError

from backend.domain.resources import licences

NOT_IN_SPDX = {"IODL-2.0", "GODL-India", "SODL-1.0"}


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("CC-BY-4.0", "CC-BY-4.0"),
        ("cc by 4.0", "CC-BY-4.0"),
        ("Cc-By-Sa-4.0", "CC-BY-SA-4.0"),
        ("mit or apache-2.0", "MIT OR Apache-2.0"),
        ("gpl-2.0-only with classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("Licence Ouverte 2.0", "etalab-2.0"),
        ("Italian Open Data Licence 2.0", "IODL-2.0"),
        ("sodl-1.0", "SODL-1.0"),
        ("NLOD-2.0", "NLOD-2.0"),
    ],
)
def test_a_licence_is_known_by_its_names(said: str, kept: str) -> None:
    assert licences.chosen(said) == kept


@pytest.mark.parametrize("said", ["", "none", "NONE", "NoAssertion"])
def test_no_licence_is_refused(said: str) -> None:
    with pytest.raises(PydanticCustomError, match="no licence"):
        licences.chosen(said)


@pytest.mark.parametrize(
    "said",
    [
        "free",
        "All rights reserved",
        "LicenseRef-ours",
        "MIT OR LicenseRef-ours",
        "mit (apache-2.0)",
        "mit or",
        "(" * 90 + "mit",
        "MIT OR " * 60 + "MIT",
        "__import__('os')",
        "MIT\u0000",
    ],
)
def test_what_is_no_licence_is_not_known(said: str) -> None:
    with pytest.raises(PydanticCustomError, match="not a licence that is known"):
        licences.chosen(said)


@pytest.mark.parametrize("one", [*licences.PICKED, *licences.NAMED], ids=lambda one: one.id)
def test_each_of_ours_is_one_of_spdx_or_of_the_few_it_lacks(one: licences.Licence) -> None:
    assert one.id in NOT_IN_SPDX or canonicalize_license_expression(one.id) == one.id
    assert licences.chosen(one.id) == licences.chosen(one.label) == one.id
    assert licences.address(one.id).startswith("https://")


def test_a_licence_has_a_name_for_people_and_an_address() -> None:
    assert licences.label("CC-BY-4.0") == "CC BY 4.0"
    assert licences.label("ISC") == "ISC"
    assert licences.address("ISC") == "https://spdx.org/licenses/ISC.html"
    assert licences.address("GPL-2.0+") == "https://spdx.org/licenses/GPL-2.0.html"
    assert licences.address("MIT OR Apache-2.0") == ""
