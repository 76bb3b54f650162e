"""That something of a city changed on which its likeness to others rests.

Cities and challenges stand below matching and cannot call it; they leave a line here, in the same
transaction, and a job takes it up.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Session, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime
from backend.core.ids import new_id


class CityChange(SQLModel, table=True):
    """A line for each change rather than for each city: two at once needn't wait for each other."""

    __tablename__ = "city_change"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    city_id: UUID = Field(foreign_key="city.id", index=True)
    at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


def changed(db: Session, *city_ids: UUID | None) -> None:
    """Say that what these cities put first, face, show, speak or count has changed."""
    db.add_all(CityChange(city_id=one) for one in dict.fromkeys(city_ids) if one is not None)
