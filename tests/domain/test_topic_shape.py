"""The tree as numbers."""

from backend.domain.curation import shape

# a ─ b ─ c, a ─ d, and e by itself; written down in no order
TREE = {"c": "b", "a": None, "d": "a", "e": None, "b": "a"}


def test_a_branch_is_all_that_hangs_on_one() -> None:
    assert shape.branch(TREE, "a") == {"a", "b", "c", "d"}
    assert shape.branch(TREE, "e") == {"e"}


def test_depth_counts_from_the_top_and_height_from_the_bottom() -> None:
    assert [shape.depth(TREE, one) for one in ("a", "b", "c", None)] == [1, 2, 3, 0]
    assert [shape.height(TREE, one) for one in ("a", "b", "c", "e")] == [3, 2, 1, 1]


def test_a_topic_stands_after_what_it_is_a_part_of_and_before_the_next_branch() -> None:
    assert shape.in_order(TREE) == ["a", "d", "b", "c", "e"]
