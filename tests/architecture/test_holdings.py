"""Whatever table is added, its feature says how a member takes it along and what becomes of it.

If this fails for a table of yours: say it in your feature's `holdings.py` (backend/domain/holdings.py
explains how), and add that to backend/domain/own_data/everything.py.
"""

import re

from backend.domain.own_data.everything import HOLDINGS, OF_THE_NETWORK
from backend.schema import metadata

PERSONAL = re.compile(r"e?mail|address|hash|facts|draft|device|lead|phone|_by$|member|author|token")
"""Names of columns that smell of a person."""

SAID = {(one.model.__tablename__, one.column) for one in HOLDINGS}


def test_every_column_that_leads_to_a_member_is_spoken_for() -> None:
    leading = {
        (table.name, column.name)
        for table in metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "member" for key in column.foreign_keys)
    }
    assert leading - SAID == set()


def test_every_table_says_whether_it_holds_something_of_a_person() -> None:
    spoken_for = {table for table, _column in SAID}
    assert spoken_for & OF_THE_NETWORK.keys() == set()
    assert set(metadata.tables) == spoken_for | OF_THE_NETWORK.keys()


def test_no_column_of_the_networks_own_tables_smells_of_a_person() -> None:
    smelling = {
        (name, column.name)
        for name in OF_THE_NETWORK
        for column in metadata.tables[name].columns
        if PERSONAL.search(column.name)
    }
    assert smelling == set()


def test_no_secret_and_no_hash_of_one_is_taken_along() -> None:
    secret = re.compile("hash|token|secret|facts|asked_from|public_key|challenge$")
    taken = {(one.model.__tablename__, name) for one in HOLDINGS for name in one.columns}
    assert {one for one in taken if secret.search(one[1])} == {("notification", "facts")}


def test_holdings_name_columns_that_there_are() -> None:
    for one in HOLDINGS:
        known = set(one.model.__table__.columns.keys())
        assert {one.column, *one.only, *one.leaves_out} <= known, one.title


def test_what_is_chosen_says_how() -> None:
    assert [one.title for one in HOLDINGS if one.fate == "chosen" and one.erase is None] == []
