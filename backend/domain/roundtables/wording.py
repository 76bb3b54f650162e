"""What a roundtable says of itself: under the Chatham House Rule it names nobody of the room either.

Title, purpose and agenda are read by people from outside. So they are looked through as a note is,
for those who come and, since those are known first, for the cities that are invited.
"""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.errors import Conflict, Rejected
from backend.core.i18n import _
from backend.domain.cities.models import City
from backend.domain.roundtables import chatham, notes
from backend.domain.roundtables.models import AgendaItem, Roundtable, RoundtableCity


def check(db: Session, table: Roundtable, words: Mapping[str, str]) -> None:
    """Rejected, each field with its sentence, where words tell of somebody who is in the room.

    Call it where the rule holds, or is about to.
    """
    found = {field: said for field, text in words.items() if (said := _told(db, table, text))}
    if found:
        raise Rejected({field: _sentence(said) for field, said in found.items()})


def check_all(db: Session, table: Roundtable) -> None:
    """The same for all that it says, before it goes out: Conflict, for there is no field to mend."""
    whole = "\n".join([table.title, table.purpose, agenda_of(db, table)])
    if table.chatham_house and (said := _told(db, table, whole)):
        raise Conflict(_sentence(said))


def agenda_of(db: Session, table: Roundtable) -> str:
    parts = columns(col(AgendaItem.title)).where(col(AgendaItem.roundtable_id) == table.id)
    return "\n".join(rows(db, parts).scalars())


def _told(db: Session, table: Roundtable, text: str) -> list[str]:
    here = columns(col(City.name)).join(RoundtableCity, col(RoundtableCity.city_id) == col(City.id))
    invited = rows(db, here.where(col(RoundtableCity.roundtable_id) == table.id)).scalars()
    present = notes.present(db, table)
    room = replace(present, places=[*present.places, *invited])
    return list(chatham.told_in(text, room).names)


def _sentence(said: list[str]) -> str:
    return _(
        "Under the Chatham House Rule what others read names nobody who is invited or comes. Please"
        " say it without: {words}.",
        words=_(", ").join(said),
    )
