"""What a roundtable says of itself: under the Chatham House Rule it names nobody of the room either.

Title, purpose and agenda are read by people from outside. So they are looked through as a note is,
for those who come and, since those are known first, for the cities that are invited.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.errors import Conflict, Rejected
from backend.core.i18n import _
from backend.domain.cities.models import City
from backend.domain.roundtables import chatham, telling
from backend.domain.roundtables.chatham import Present
from backend.domain.roundtables.models import AgendaItem, Note, Roundtable, RoundtableCity
from backend.domain.roundtables.quotes import Quote
from backend.domain.roundtables.room import arrived, present


def check(
    db: Session, table: Roundtable, words: Mapping[str, str], besides: Sequence[str] = ()
) -> None:
    """Rejected, each field with its sentence, where words tell of somebody who is in the room.

    Call it where the rule holds, or is about to. `besides` are names of who is only now coming in.
    """
    room = _room(db, table)
    room = replace(room, people=[*room.people, *besides])
    told = {field: chatham.told_in(text, room).names for field, text in words.items()}
    if found := {field: names for field, names in told.items() if names}:
        raise Rejected({field: _sentence(names) for field, names in found.items()})


def check_all(db: Session, table: Roundtable) -> None:
    """The same for all that it says, before it goes out: Conflict, for there is no field to mend."""
    if not table.chatham_house:
        return
    whole = "\n".join([table.title, table.purpose, agenda_of(db, table)])
    if names := chatham.told_in(whole, _room(db, table)).names:
        raise Conflict(_sentence(names))


def look_again(db: Session, table: Roundtable, people: Collection[UUID]) -> None:
    """These have come in when words were out already: who called it hears if they are named."""
    if table.chatham_house and chatham.told_in(_out(db, table), arrived(db, people)).names:
        telling.tell_of_names(db, table)


def named(db: Session, table: Roundtable) -> Sequence[str]:
    """Who of the room is named in words that are out; for who can change them."""
    if not table.chatham_house or not table.is_planned:
        return ()
    return chatham.told_in(_out(db, table), _room(db, table)).names


def _out(db: Session, table: Roundtable) -> str:
    """All that people from outside read of it."""
    note = columns(col(Note.body)).where(
        col(Note.roundtable_id) == table.id, col(Note.published_at).is_not(None)
    )
    quote = columns(col(Quote.words)).where(
        col(Quote.roundtable_id) == table.id, col(Quote.shown_at).is_not(None)
    )
    own = [table.title, table.purpose, table.cancelled_why]
    return "\n".join([*own, *rows(db, _parts(table).union_all(note, quote)).scalars()])


def agenda_of(db: Session, table: Roundtable) -> str:
    return "\n".join(rows(db, _parts(table)).scalars())


def _parts(table: Roundtable) -> Select[str]:
    return columns(col(AgendaItem.title)).where(col(AgendaItem.roundtable_id) == table.id)


def _room(db: Session, table: Roundtable) -> Present:
    """Those who come, and the cities that are invited."""
    asked = columns(col(City.name)).join(
        RoundtableCity, col(RoundtableCity.city_id) == col(City.id)
    )
    invited = rows(db, asked.where(col(RoundtableCity.roundtable_id) == table.id)).scalars()
    here = present(db, table)
    return replace(here, places=[*here.places, *invited])


def _sentence(names: Sequence[str]) -> str:
    return _(
        "Under the Chatham House Rule what others read names nobody who is invited or comes. Please"
        " say it without: {words}.",
        words=_(", ").join(names),
    )
