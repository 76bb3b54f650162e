"""A note's sections and its text say the same, and two texts differ word by word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.roundtables.note_text import (
    Piece,
    Section,
    differences,
    filled,
    joined,
    sections,
)

ANY = st.text(alphabet="#=-> `ab\n1.*é", max_size=60)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Only words.", [Section("", "Only words.")]),
        (
            "## Asked\n\nWho pays?\n\n## Heard\n\nAll do.",
            [Section("Asked", "Who pays?"), Section("Heard", "All do.")],
        ),
        ("First.\n\n# Then\nMore.", [Section("", "First."), Section("Then", "More.")]),
        ("## A\n### B\nc", [Section("A", "### B\nc")]),
        ("```\n## code\n```", [Section("", "```\n## code\n```")]),
        ("> ## quoted", [Section("", "> ## quoted")]),
        ("Asked\n=====\nWho?", [Section("Asked", "Who?")]),
        ("", []),
    ],
)
def test_a_section_begins_at_each_high_heading(body: str, found: list[Section]) -> None:
    assert sections(body) == found


def test_headings_inside_a_section_are_lowered_and_begin_none() -> None:
    whole = joined([Section("Heard", "# Loud\n\nwords\n\nTwo\n---\nmore"), Section("Next", "Go.")])
    assert sections(whole) == [
        Section("Heard", "### Loud\n\nwords\n\n### Two\n\nmore"),
        Section("Next", "Go."),
    ]


def test_sections_in_which_nothing_was_written_are_left_out() -> None:
    made = joined([Section("Asked", "Who pays?"), Section("Decided", ""), Section("Next", "Go.")])
    assert filled(made) == "## Asked\n\nWho pays?\n\n## Next\n\nGo."
    assert filled(joined([Section("Asked", ""), Section("Next", "")])) == ""
    assert filled("# Findings\n\n## One\n\nText.") == "# Findings\n\n## One\n\nText."


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["Asked", "Heard"]), ANY), max_size=4))
def test_text_and_sections_say_the_same_whatever_is_written(some: list[tuple[str, str]]) -> None:
    once = joined(sections(joined([Section(*one) for one in some])))
    assert joined(sections(once)) == once


def test_differences_are_told_word_by_word() -> None:
    assert differences("It was late.\nWe ate.", "It was very late.\nWe ate.") == [
        Piece("same", "It was "),
        Piece("new", "very "),
        Piece("same", "late.\n"),
        Piece("same", "We ate.\n"),
    ]
    assert differences("a", "a") == [Piece("same", "a\n")]


@settings(max_examples=100, deadline=None)
@given(ANY, ANY)
def test_both_texts_can_be_read_off_their_differences(before: str, after: str) -> None:
    found = differences(before, after)
    assert "".join(one.text for one in found if one.fate != "new") == before + "\n"
    assert "".join(one.text for one in found if one.fate != "gone") == after + "\n"


def test_long_texts_are_compared_in_a_moment() -> None:
    found = differences("word " * 8_000, "other " * 8_000)
    assert [one.fate for one in found] == ["gone", "new"]
