"""A submitted form: what was typed, what was wrong with it, and the draft it makes when right."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Generic, TypeVar, get_args, get_origin

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import UploadFile

from backend.core.errors import Rejected
from backend.core.i18n import N_, _

Draft = TypeVar("Draft", bound=BaseModel)
Result = TypeVar("Result")

# Our sentences for what pydantic reports; the numbers stay stated once, on the draft's fields.
SENTENCES = {
    "missing": N_("Please fill this in."),
    "string_too_short": N_("Please write at least {min_length} characters."),
    "string_too_long": N_("Please keep this under {max_length} characters."),
    "too_short": N_("Please choose at least {min_length}."),
    "too_long": N_("Please choose at most {max_length}."),
    "greater_than_equal": N_("Please give {ge} or more."),
    "less_than_equal": N_("Please give {le} or less."),
    "int_parsing": N_("Please give a whole number."),
    "date_from_datetime_parsing": N_("Please give a date, such as 2026-12-03."),
    "date_parsing": N_("Please give a date, such as 2026-12-03."),
    "email": N_("Please give an e-mail address, such as amina@bristol.gov.uk."),
    "literal_error": N_("Please choose one of the list."),
    "no_letter": N_("Please give a name with at least one letter."),
    "word_no_letter": N_("Please write words with letters."),
    "name_control": N_("There are control characters in this name. Please type it anew."),
    "name_direction": N_(
        "There are signs in this name that turn the reading direction. Please type it anew."
    ),
    "name_invisible": N_(
        "There are invisible signs in this name that its script does not need. Please type it anew."
    ),
    "name_marks": N_("There are more marks in this name than letters can carry."),
    "name_private": N_("There are signs in this name that others cannot see. Please type it anew."),
    "no_zone": N_("Please choose a time zone from the list."),
    "not_accepted": N_("Please read this and accept it."),
    "web_address": N_("Please give a whole web address, such as https://meet.example.org/data."),
    "no_licence": N_("Please choose a licence: without one, no other city may use this."),
    "unknown_licence": N_(
        "We do not know this licence. Please give its SPDX name, such as CC-BY-4.0."
    ),
    "choices": N_("Please give two to {most} choices, or none."),
    "time_parsing": N_("Please give a time, such as 09:30."),
}
UNSOUND = N_("Please check this.")
UNSENT = N_("This did not arrive. Please send the whole form again.")


class Form(Generic[Draft]):
    """The values of one form by field, whoever filled them in, and the problems they have."""

    def __init__(
        self,
        draft: type[Draft],
        values: Mapping[str, Sequence[str]] | None = None,
        files: Mapping[str, UploadFile] | None = None,
    ) -> None:
        self.draft = draft
        self.values = dict(values or {})
        self.files = dict(files or {})
        self.problems: dict[str, str] = {}
        self.whole: Collection[str] = ()
        """The fields, and columns of tables, that have to be sent, if only empty."""
        self.attempt: Callable[[], AbstractContextManager[object]] = nullcontext
        """What is done within it is undone when it raises; the router gives the request's."""

    @classmethod
    def of(cls, draft: type[Draft], **known: Any) -> "Form[Draft]":
        """A form filled in with what is known already."""
        values: dict[str, Sequence[str]] = {}
        for name, value in known.items():
            values |= _as_table(name, value) or {name: _as_typed(value)}
        return cls(draft, values)

    def value(self, field: str) -> str:
        """What was typed in a field, or nothing."""
        typed = self.values.get(field)
        return typed[-1] if typed else ""

    def chosen(self, field: str) -> list[str]:
        """Everything that was chosen in a field that takes several."""
        return list(self.values.get(field, ()))

    def lines(self, field: str) -> list[dict[str, str]]:
        """What was typed in a table: `items.title` twice makes two lines. Empty ones are left out."""
        columns = {
            name.removeprefix(f"{field}."): typed
            for name, typed in self.values.items()
            if name.startswith(f"{field}.")
        }
        lines = (
            {name: typed[n] for name, typed in columns.items() if any(typed[n : n + 1])}
            for n in range(max(map(len, columns.values()), default=0))
        )
        return [line for line in lines if line]

    def submit(self, action: Callable[[Draft], Result]) -> Result | None:
        """Run the action on a sound draft. None means: show the form again, with its problems.

        An action must therefore return something; its own Rejected ends here as well, and what it
        wrote before is undone: the page is shown, and committed, as if it had not been tried.
        """
        if unsent := [name for name in self.whole if not self._arrived(name)]:
            self.problems = {name.partition(".")[0]: _(UNSENT) for name in unsent}
            return None
        try:
            return self._try(action, self.draft.model_validate(self._offered()))
        except ValidationError as error:
            for one in error.errors():
                self.problems.setdefault(self._field(one["loc"]), sentence(one))
        except Rejected as refusal:
            self.problems = dict(refusal.problems)
        return None

    def _try(self, action: Callable[[Draft], Result], draft: Draft) -> Result:
        kept: Rejected | None = None
        with self.attempt():
            try:
                return action(draft)
            except Rejected as refusal:
                if not refusal.keeps:
                    raise
                kept = refusal
        raise kept

    def _arrived(self, field: str) -> bool:
        """A table without lines sends its own name; with some, each of its columns."""
        return bool(self.values.keys() & {field, field.partition(".")[0]})

    def _offered(self) -> dict[str, Any]:
        offered: dict[str, Any] = {}
        for name, field in self.draft.model_fields.items():
            if _is_table(field.annotation):
                offered[name] = self.lines(name)
            elif get_origin(field.annotation) is list:
                offered[name] = [one for one in self.values.get(name, ()) if one]
            elif self.value(name) or (name in self.values and field.annotation is str):
                offered[name] = self.value(name)
        return offered

    def _field(self, place: Sequence[str | int]) -> str:
        """The field that a problem is shown at: in a table with its line, `items.2.title`.

        What is wrong with one of several words in such a field is shown at the field as well.
        """
        if not place:
            return ""
        known = self.draft.model_fields.get(str(place[0]))
        if known is not None and _is_table(known.annotation):
            return ".".join(str(step) for step in place[:3])
        return str(place[0])


def sentence(error: Any) -> str:
    """What to tell somebody about one of pydantic's errors. It never repeats what was sent."""
    kind = error["type"]
    if kind == "string_too_short" and error["ctx"]["min_length"] == 1:
        return _(SENTENCES["missing"])
    if kind == "too_long" and isinstance(error["input"], str):
        kind = "string_too_long"  # of words that are filtered first, pydantic says it so
    return _(SENTENCES.get(kind, UNSOUND), **error.get("ctx", {}))


def submitted(draft: type[Draft]) -> Callable[[Request], Awaitable[Form[Draft]]]:
    """A dependency that reads the request's form for this draft."""

    async def read(request: Request) -> Form[Draft]:
        values: dict[str, list[str]] = {}
        files: dict[str, UploadFile] = {}
        for name, sent in (await request.form()).multi_items():
            if isinstance(sent, str):
                values.setdefault(name, []).append(sent)
            elif sent.filename:
                files[name] = sent
        request.state.typed = values  # for the page of a refusal
        return Form(draft, values, files)

    return read


def edited(
    draft: type[Draft], *, ticked: Collection[str] = (), besides: Collection[str] = ()
) -> Callable[[Request], Awaitable[Form[Draft]]]:
    """As `submitted`, for what replaces what is kept: a field left out is not taken for empty.

    Where nothing is ticked, a browser sends nothing: so with what is yes or no, and with lists that
    are `ticked`. `besides` are those that the form shows sometimes, or never.
    """
    read = submitted(draft)
    whole = [
        part
        for name, field in draft.model_fields.items()
        if field.annotation is not bool and name not in {*ticked, *besides}
        for part in _parts(name, field.annotation)
    ]

    async def read_whole(request: Request) -> Form[Draft]:
        form = await read(request)
        form.whole = whole
        return form

    return read_whole


def _parts(name: str, annotation: Any) -> list[str]:
    """As what a field is sent: a table as its columns."""
    if not _is_table(annotation):
        return [name]
    (line,) = get_args(annotation)
    return [f"{name}.{column}" for column in line.model_fields]


def _is_table(annotation: Any) -> bool:
    """Whether a field holds lines with columns of their own."""
    inside = get_args(annotation)
    return (
        get_origin(annotation) is list
        and isinstance(inside[0], type)
        and issubclass(inside[0], BaseModel)
    )


def _as_table(name: str, value: Any) -> dict[str, Sequence[str]]:
    """The columns of these lines; nothing if they are none."""
    if not isinstance(value, list | tuple) or not all(isinstance(one, BaseModel) for one in value):
        return {}
    lines = [one.model_dump() for one in value]
    columns = lines[0] if lines else ()
    return {
        f"{name}.{column}": [(_as_typed(line[column]) or [""])[-1] for line in lines]
        for column in columns
    }


def _as_typed(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list | tuple | set | frozenset):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return ["on"] if value else []
    return [str(value)]
