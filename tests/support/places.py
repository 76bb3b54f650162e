"""Cities at the edges of what clocks do, as participants."""

from datetime import UTC, datetime
from typing import Any

from backend.domain.roundtables.participants import Participant

PLACES = {
    "Wellington": ("Pacific/Auckland", "NZ"),
    "Melbourne": ("Australia/Melbourne", "AU"),
    "Nairobi": ("Africa/Nairobi", "KE"),
    "Gothenburg": ("Europe/Stockholm", "SE"),
    "Bristol": ("Europe/London", "GB"),
    "São Paulo": ("America/Sao_Paulo", "BR"),
    "Bogotá": ("America/Bogota", "CO"),
    "Mexico City": ("America/Mexico_City", "MX"),
    "Kathmandu": ("Asia/Kathmandu", "NP"),
    "Waitangi": ("Pacific/Chatham", "NZ"),
    "Kiritimati": ("Pacific/Kiritimati", "KI"),
    "Pago Pago": ("Pacific/Pago_Pago", "AS"),
    "Cairo": ("Africa/Cairo", "EG"),
    "Dhaka": ("Asia/Dhaka", "BD"),
    "Lord Howe": ("Australia/Lord_Howe", "AU"),
    "Casablanca": ("Africa/Casablanca", "MA"),
    "New York": ("America/New_York", "US"),
}


def city(name: str, **more: Any) -> Participant:
    zone, country = PLACES[name]
    return Participant(name.lower(), name, zone, country, **more)


def cities(*names: str) -> list[Participant]:
    return [city(name) for name in names]


EIGHT = cities(*list(PLACES)[:8])


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)
