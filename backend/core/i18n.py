"""Words in the reader's language. The edge chooses the language; everyone else calls `_`."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from gettext import NullTranslations

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the interface: its code, its own name for itself, its sentences."""

    code: str
    name: str
    sentences: NullTranslations = field(default_factory=NullTranslations, compare=False)

    @property
    def direction(self) -> str:
        return "rtl" if self.code.split("-")[0] in RIGHT_TO_LEFT else "ltr"


ENGLISH = Language("en", "English")

_speaking: ContextVar[Language] = ContextVar("speaking", default=ENGLISH)


def _(message: str, **values: object) -> str:
    spoken = _speaking.get().sentences.gettext(message)
    return spoken.format(**values) if values else spoken


def N_(message: str) -> str:
    """Mark a sentence for translation where it is written down, to be spoken with `_` later."""
    return message


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    spoken = _speaking.get().sentences.ngettext(one, many, count)
    return spoken.format(count=count, **values)


def language() -> Language:
    """The language that is being spoken here and now."""
    return _speaking.get()


@contextmanager
def speaking(chosen: Language) -> Generator[None, None, None]:
    """Speak one reader's language: a request's, or the addressee's when a letter is written."""
    token = _speaking.set(chosen)
    try:
        yield
    finally:
        _speaking.reset(token)


def label(labels: Mapping[str, str]) -> str:
    """The label in the language being spoken, or in the nearest one that has any."""
    code = language().code
    return labels.get(code) or labels.get(code.split("-")[0]) or labels.get("en", "")
