"""The routers of these pages; those with a word of their own in the address stand before slugs."""

from backend.web.roundtables import (
    attendance,
    busy,
    cities,
    hours,
    listing,
    moves,
    note_reading,
    notes,
    poll,
    questions,
    registration,
    review,
    series,
    showing,
    times,
    writing,
)

ROUTERS = (
    busy.router,
    hours.router,
    moves.router,
    listing.router,
    writing.router,
    cities.router,
    times.router,
    series.router,
    poll.router,
    review.router,
    notes.router,
    questions.router,
    note_reading.router,
    registration.router,
    attendance.router,
    showing.router,
)
