"""What words are about, learned from what the network's own members filed under its topics. Pure.

"intercambio" and "exchange" share no letter, and no list of terms may know them. But texts with
either are filed under the same topics by those who wrote them. So a word stands for the topics
under which it is found more often than others are, and a question for the topics of its words: the
explicit semantic analysis of Gabrilovich and Markovitch (2007), with topics in place of the
articles of an encyclopaedia, which is what makes it work across languages (Potthast, Stein and
Anderka, 2008). It needs no model from elsewhere, sends no word to anybody, and says its reasons.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import log
from uuid import UUID

LEAST_TEXTS = 3
"""So many texts must have a word: of one said less, nobody could tell whose topic it tells."""
DOUBT = 2.0
"""As many texts that are about anything are thought to have each word besides."""
LEAST_WEIGHT = 0.05
MOST_TOPICS = 5
"""Topics of one word."""
LEAST_SCORE = 0.12
"""A question that is less about a topic is about none."""
MOST_MEANT = 3
NEARLY = 0.5
"""What a question is about, beside the first: what it is about at least by half as much."""


@dataclass(frozen=True, slots=True)
class Sense:
    """That a word, as the index has it, is about a topic: 0 not at all, 1 always and never else."""

    word: str
    topic_id: UUID
    weight: float


def learned(texts: Iterable[tuple[Collection[str], Collection[UUID]]]) -> list[Sense]:
    """From the words and topics of each text, each word once.

    How much more often than any text one with this word is about the topic, times how rare the
    word is: a word that is in every text is about nothing.
    """
    how_many = 0
    said: Counter[str] = Counter()
    about: Counter[UUID] = Counter()
    both: Counter[tuple[str, UUID]] = Counter()
    for words, topics in texts:
        how_many += 1
        said.update(words)
        about.update(topics)
        both.update(product(words, topics))
    by_word: dict[str, list[Sense]] = {}
    for (word, topic_id), times in both.items():
        if said[word] >= LEAST_TEXTS:
            usual = about[topic_id] / how_many
            likely = (times + DOUBT * usual) / (said[word] + DOUBT)
            weight = (likely - usual) * log(how_many / said[word]) / log(how_many)
            if weight >= LEAST_WEIGHT:
                by_word.setdefault(word, []).append(Sense(word, topic_id, weight))
    return [sense for some in by_word.values() for sense in sorted(some, key=_order)[:MOST_TOPICS]]


def meant(
    parts: Sequence[Collection[str]],
    senses: Iterable[Sense],
    named: Mapping[UUID, float] | None = None,
) -> Mapping[UUID, float]:
    """What a question is about, most first, by how much.

    `parts` are the forms in which the index may have each of its words: the surest of them counts.
    `named` are topics that it calls by a name, with how many of its words that takes: each is as
    sure as a word can be.
    """
    known: dict[str, dict[UUID, float]] = {}
    for sense in senses:
        known.setdefault(sense.word, {})[sense.topic_id] = sense.weight
    scores: Counter[UUID] = Counter(named)
    for forms in parts:
        best: dict[UUID, float] = {}
        for form in forms:
            for topic_id, weight in known.get(form, {}).items():
                best[topic_id] = max(best.get(topic_id, 0.0), weight)
        scores.update(best)
    most = max(scores.values(), default=0.0)
    sure = [
        (score, topic_id)
        for topic_id, score in scores.items()
        if score >= max(LEAST_SCORE, NEARLY * most)
    ]
    sure.sort(key=lambda one: (-one[0], one[1]))
    return {topic_id: score for score, topic_id in sure[:MOST_MEANT]}


def _order(sense: Sense) -> tuple[float, UUID]:
    return -sense.weight, sense.topic_id
