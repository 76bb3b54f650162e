"""What a roundtable says of itself: under the Chatham House Rule it names nobody of the room either.

Title, purpose and agenda are read by people from outside. So they are looked through as a note is,
for those who come and, since those are known first, for the cities that are invited.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.errors import Conflict, Rejected
from backend.core.i18n import _
from backend.domain.cities.models import City
from backend.domain.roundtables import chatham, notes
from backend.domain.roundtables.chatham import Present
from backend.domain.roundtables.models import AgendaItem, Roundtable, RoundtableCity


def check(db: Session, table: Roundtable, words: Mapping[str, str]) -> None:
    """Rejected, each field with its sentence, where words tell of somebody who is in the room.

    Call it where the rule holds, or is about to.
    """
    room = _room(db, table)
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


def agenda_of(db: Session, table: Roundtable) -> str:
    parts = columns(col(AgendaItem.title)).where(col(AgendaItem.roundtable_id) == table.id)
    return "\n".join(rows(db, parts).scalars())


def _room(db: Session, table: Roundtable) -> Present:
    """Those who come, and the cities that are invited."""
    here = columns(col(City.name)).join(RoundtableCity, col(RoundtableCity.city_id) == col(City.id))
    invited = rows(db, here.where(col(RoundtableCity.roundtable_id) == table.id)).scalars()
    present = notes.present(db, table)
    return replace(present, places=[*present.places, *invited])


def _sentence(names: Sequence[str]) -> str:
    return _(
        "Under the Chatham House Rule what others read names nobody who is invited or comes. Please"
        " say it without: {words}.",
        words=_(", ").join(names),
    )
