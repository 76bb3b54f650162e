"""How alike two cities are: exact, the same both ways, and honest about what nobody said."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from backend.domain.matching import likeness
from backend.domain.matching.likeness import (
    FACTORS,
    SCALE,
    USUAL,
    Facts,
    Likeness,
    Rarity,
    compare,
    rarity,
)

STAGES = ("", "not_started", "exploring", "practising", "leading")
TOPICS = [UUID(int=n) for n in range(12)]
LANGUAGES = ("en", "es", "pt", "fr", "ar")

facts = some.builds(
    Facts,
    priorities=some.lists(some.sampled_from(TOPICS), unique=True, max_size=6).map(tuple),
    challenges=some.frozensets(some.sampled_from(TOPICS), max_size=6),
    stages=some.tuples(*[some.sampled_from(STAGES)] * 6),
    population=some.none() | some.integers(1, 40_000_000),
    languages=some.frozensets(some.sampled_from(LANGUAGES), max_size=3),
)
weights = some.fixed_dictionaries({one: some.sampled_from((0, 1, 2, 4, 8)) for one in FACTORS})


def a_city(chance: Random) -> Facts:
    """Any city: about one fact in five is missing."""

    def maybe(value: object, otherwise: object) -> object:
        return otherwise if chance.random() < 0.2 else value

    return Facts(
        maybe(tuple(chance.sample(TOPICS, chance.randint(1, 6))), ()),  # type: ignore[arg-type]
        maybe(frozenset(chance.sample(TOPICS, chance.randint(1, 8))), frozenset()),  # type: ignore[arg-type]
        tuple(chance.choice(STAGES) for _ in range(6)),
        maybe(round(10 ** chance.uniform(3, 7.5)), None),  # type: ignore[arg-type]
        maybe(frozenset(chance.sample(LANGUAGES, chance.randint(1, 2))), frozenset()),  # type: ignore[arg-type]
    )


def rare(chance: Random) -> Rarity:
    def weights() -> dict[UUID, int]:
        return {one: rarity(chance.randint(0, 90), 90) for one in TOPICS}

    return Rarity(weights(), weights())


def test_what_is_shown_adds_up_to_the_score_for_500_pairs_of_cities() -> None:
    chance = Random(4)
    seen = []
    for _ in range(500):
        rarities = rare(chance)
        found = compare(a_city(chance), a_city(chance), USUAL, rarities)
        assert sum(one.points for one in found.contributions) == found.score
        assert all(one.points >= 0 for one in found.contributions)
        seen.append(found.score)
    assert len(set(seen)) > 40, "the pairs must differ"


def by_the_book(one: Facts, other: Facts, weigh: Mapping[str, int], rarities: Rarity) -> Fraction:
    """Gower's coefficient, written down as the papers have it; each principle is a sixth."""
    parts: dict[str, Fraction | None] = dict.fromkeys(FACTORS)
    if one.priorities and other.priorities:
        ours, theirs = (
            {topic: (6 - at) * rarities.priorities[topic] for at, topic in enumerate(of.priorities)}
            for of in (one, other)
        )
        every = ours.keys() | theirs.keys()
        least = sum(min(ours.get(t, 0), theirs.get(t, 0)) for t in every)
        parts["priorities"] = Fraction(
            least, sum(max(ours.get(t, 0), theirs.get(t, 0)) for t in every)
        )
    if one.challenges and other.challenges:
        both, either = one.challenges & other.challenges, one.challenges | other.challenges
        weigh_of = rarities.challenges
        parts["challenges"] = Fraction(
            sum(weigh_of[t] for t in both), sum(weigh_of[t] for t in either)
        )
    spoken = [pair for pair in zip(one.stages, other.stages, strict=True) if all(pair)]
    if spoken:
        worth = sum(likeness.COMPLEMENTS[pair] for pair in spoken)
        parts["openness"] = Fraction(worth, 1000 * len(spoken))
    known = {name: part for name, part in parts.items() if part is not None}
    known |= {
        name: Fraction(part, SCALE)
        for name, part in (
            ("population", likeness.population(one.population, other.population)),
            ("languages", likeness.languages(one.languages, other.languages)),
        )
        if part is not None
    }
    heavy = {name: Fraction(weigh[name]) for name in known}
    if spoken:
        heavy["openness"] *= Fraction(len(spoken), 6)
    total = sum(heavy.values())
    return (
        sum((heavy[n] * part for n, part in known.items()), Fraction(0)) / total
        if total
        else Fraction(0)
    )


def test_the_whole_numbers_stay_within_a_thousandth_of_the_exact_fractions() -> None:
    chance = Random(5)
    for _ in range(300):
        one, other, rarities = a_city(chance), a_city(chance), rare(chance)
        exact = by_the_book(one, other, USUAL, rarities)
        found = compare(one, other, USUAL, rarities)
        assert abs(Fraction(found.standing, likeness.FINE) - exact) <= Fraction(1, SCALE)
        assert abs(found.score - 100 * exact) <= Fraction(6, 10)


@given(facts, facts, weights)
@settings(max_examples=150, deadline=None)
def test_it_is_the_same_whichever_city_is_asked_first(
    one: Facts, other: Facts, weigh: dict[str, int]
) -> None:
    assert compare(one, other, weigh) == compare(other, one, weigh)


@given(facts, facts, weights, some.sampled_from(FACTORS))
@settings(max_examples=150, deadline=None)
def test_what_is_missing_lowers_the_confidence_and_counts_as_if_it_had_no_weight(
    one: Facts, other: Facts, weigh: dict[str, int], missing: str
) -> None:
    blank = Facts()
    parts = {name: getattr(one, name) for name in FACTORS if name != "openness"}
    parts["stages"] = one.stages
    lost = "stages" if missing == "openness" else missing
    lacking = Facts(**parts | {lost: getattr(blank, lost)})
    whole, less = compare(one, other, weigh), compare(lacking, other, weigh)
    without = compare(one, other, weigh | {missing: 0})
    assert (less.standing, less.score) == (without.standing, without.score)
    assert less.confidence <= whole.confidence


@given(facts, facts, weights, some.integers(0, 5))
@settings(max_examples=150, deadline=None)
def test_a_principle_that_is_unsaid_lowers_what_is_known_by_a_sixth_of_openness(
    one: Facts, other: Facts, weigh: dict[str, int], unsaid: int
) -> None:
    stages = tuple("" if at == unsaid else stage for at, stage in enumerate(one.stages))
    whole, less = compare(one, other, weigh), compare(replace(one, stages=stages), other, weigh)
    was_spoken = bool(one.stages[unsaid] and other.stages[unsaid])
    total = sum(weigh.values())
    lost = Fraction(100 * weigh["openness"] * was_spoken, 6 * total) if total else Fraction(0)
    assert abs(whole.confidence - less.confidence - lost) <= 1


def test_what_each_factor_gives_stands_beside_the_most_that_it_could_give() -> None:
    one = Facts((TOPICS[0],), frozenset(), ("leading", *[""] * 5), 500_000, frozenset({"en"}))
    other = replace(one, stages=("exploring",) * 6, languages=frozenset({"fr"}))
    found = compare(one, other)
    assert [(part.points, part.most, part.known) for part in found.contributions] == [
        (63, 63, 100),
        (0, 0, 0),
        (5, 5, 17),
        (16, 16, 100),
        (0, 16, 100),
    ]
    assert (found.score, found.confidence) == (84, 53)


def test_no_factor_gives_more_than_it_could() -> None:
    chance = Random(6)
    for _ in range(300):
        for part in compare(a_city(chance), a_city(chance), USUAL, rare(chance)).contributions:
            assert 0 <= part.points <= part.most


@given(facts, weights)
@settings(max_examples=80, deadline=None)
def test_nothing_is_claimed_of_a_city_that_said_nothing(one: Facts, weigh: dict[str, int]) -> None:
    found = compare(one, Facts(), weigh)
    assert (found.score, found.confidence, found.is_claimed) == (0, 0, False)


def test_without_any_weight_nothing_is_claimed() -> None:
    one = Facts(population=1_000_000, languages=frozenset({"en"}))
    found = compare(one, one, dict.fromkeys(FACTORS, 0))
    assert (found.score, found.confidence, found.is_claimed) == (0, 0, False)


def test_a_twin_in_everything_has_all_points_but_what_neither_can_show_the_other() -> None:
    one = Facts((TOPICS[0],), frozenset({TOPICS[1]}), ("leading",) * 6, 500_000, frozenset({"en"}))
    found = compare(one, one)
    points = {part.factor: part.points for part in found.contributions}
    assert points == {
        "priorities": 34,
        "challenges": 34,
        "openness": 8,
        "population": 8,
        "languages": 8,
    }
    assert (found.score, found.confidence) == (92, 100)


def parts(one: Facts, other: Facts, rarities: Rarity | None = None) -> dict[str, int | None]:
    return dict(zip(FACTORS, likeness.alike(one, other, rarities or Rarity()), strict=True))


def test_a_shared_first_priority_weighs_more_than_a_shared_last_one() -> None:
    ours = Facts(tuple(TOPICS[:3]))
    first = parts(ours, Facts((TOPICS[0], TOPICS[8], TOPICS[9])))["priorities"]
    last = parts(ours, Facts((TOPICS[8], TOPICS[9], TOPICS[2])))["priorities"]
    assert first == 6 * 1000 // 24
    assert last == 4 * 1000 // 26


def test_a_rare_topic_in_common_weighs_more_than_a_common_one() -> None:
    rarities = Rarity(challenges={TOPICS[0]: rarity(1, 100), TOPICS[1]: rarity(90, 100)})
    ours = Facts(challenges=frozenset(TOPICS[:2]))
    of_rare = parts(ours, Facts(challenges=frozenset(TOPICS[:1])), rarities)["challenges"]
    of_common = parts(ours, Facts(challenges=frozenset(TOPICS[1:2])), rarities)["challenges"]
    assert of_rare is not None
    assert of_common is not None
    assert of_rare > 3 * of_common


@pytest.mark.parametrize(
    ("ours", "theirs", "worth"),
    [
        ("leading", "exploring", 1000),
        ("exploring", "leading", 1000),
        ("leading", "leading", 500),
        ("not_started", "not_started", 0),
        ("leading", "", None),
    ],
)
def test_what_one_leads_and_the_other_explores_is_worth_most(
    ours: str, theirs: str, worth: int | None
) -> None:
    one, other = ((stage, *[""] * 5) for stage in (ours, theirs))
    assert likeness.openness(one, other) == worth


def test_size_goes_by_its_logarithm() -> None:
    assert likeness.population(1_000_000, 1_000_000) == 1000
    assert likeness.population(100_000, 1_000_000) == 333
    assert likeness.population(1_000, 10_000_000) == 0


def test_one_language_in_common_is_enough_to_talk() -> None:
    assert likeness.languages(frozenset({"fr"}), frozenset({"fr", "nl", "de"})) == 1000
    assert likeness.languages(frozenset({"fr", "nl"}), frozenset({"fr", "de"})) == 500


@given(some.lists(some.integers(0, 10**6), min_size=1, max_size=9), some.integers(1, 10**4))
def test_points_that_are_shared_out_add_up_and_are_never_a_whole_point_off(
    shares: list[int], unit: int
) -> None:
    score = (2 * sum(shares) + unit) // (2 * unit)
    points = likeness.shared_out(score, shares, unit)
    assert sum(points) == score
    assert all(
        abs(given * unit - share) < unit for given, share in zip(points, shares, strict=True)
    )


def test_too_little_known_is_not_claimed_however_alike() -> None:
    little = Facts(population=400_000, languages=frozenset({"es"}))
    found: Likeness = compare(little, little)
    assert (found.score, found.confidence, found.is_claimed) == (100, 17, False)
