"""Sentences in a language, with what is talked about put into their slots."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from backend.domain.topics import tree

PHRASES = Path(__file__).with_name("phrases.toml")
UNSPACED = frozenset({"ja"})
LARGEST = 60
TITLE = 120


@dataclass(frozen=True, slots=True)
class Phrasebook:
    code: str
    phrases: Mapping[str, Sequence[str]]
    labels: Mapping[str, str]
    """What each topic is called, by its slug."""

    def name(self, chance: Random) -> str:
        given, family = (chance.choice(self.phrases[part]) for part in ("given", "family"))
        return f"{family}{given}" if self.code in UNSPACED else f"{given} {family}"

    def title(self, chance: Random) -> str:
        return chance.choice(self.phrases["titles"])

    def line(self, kind: str, chance: Random, topic: str, city: str) -> str:
        """One phrase of this kind."""
        return self._filled(chance.choice(self.phrases[kind]), chance, topic, city)[:TITLE]

    def prose(self, kind: str, chance: Random, topic: str, city: str, most: int) -> str:
        """A few sentences of this kind, none of them twice; with `most` 0, none at all."""
        if most == 0:
            return ""
        known = self.phrases[kind]
        count = chance.randint(1, min(most, len(known)))
        said = (self._filled(one, chance, topic, city) for one in chance.sample(known, count))
        return ("" if self.code in UNSPACED else " ").join(said)

    def _filled(self, words: str, chance: Random, topic: str, city: str) -> str:
        label = self.labels[topic]
        filled = words.format(
            topic=label[:1].lower() + label[1:],
            city=city,
            n=chance.randint(3, LARGEST),
            thing=chance.choice(self.phrases["things"]),
            who=chance.choice(self.phrases["whos"]),
        )
        return filled[:1].upper() + filled[1:]


def phrasebooks() -> dict[str, Phrasebook]:
    """Every language's, by its tag."""
    entries = tree.load()
    read = tomllib.loads(PHRASES.read_text(encoding="utf-8"))["language"]
    return {
        one["code"]: Phrasebook(
            one["code"],
            one,
            {
                entry.slug: (entry.words.get(one["code"]) or entry.words["en"]).label
                for entry in entries
            },
        )
        for one in read
    }
