"""How the domain says no. It refuses in words; the kit gives each refusal its number."""

from collections.abc import Mapping


class Refusal(Exception):
    """Any expected no. `str(refusal)` is a sentence fit to show the reader."""


class NotFound(Refusal):
    """It does not exist, or this person may not know that it does."""


class Unknown(Refusal):
    """We do not know who is asking; signing in would help."""


class Denied(Refusal):
    """They may see it, but may not do this to it."""


class Conflict(Refusal):
    """The world has moved on: the thing is closed, full, or already taken."""


class TooMany(Refusal):
    """The same was asked too often; `again_in` seconds from now it may be asked again."""

    def __init__(self, sentence: str, again_in: int) -> None:
        super().__init__(sentence)
        self.again_in = again_in


class Rejected(Refusal):
    """What was sent cannot be accepted; `problems` says so field by field.

    What was written before is undone, unless it `keeps` that: a wrong guess has to be counted.
    """

    def __init__(self, problems: Mapping[str, str], *, keeps: bool = False) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)
        self.keeps = keeps
