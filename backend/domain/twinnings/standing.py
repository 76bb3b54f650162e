"""Where a twinning stands. Pure: it is told which day it is."""

from collections.abc import Mapping
from datetime import date, datetime

from backend.core.i18n import N_

KINDS: Mapping[str, str] = {
    "twin": N_("Twins"),
    "mentor": N_("Mentor"),
    "peer": N_("Peers"),
}
MEANINGS: Mapping[str, str] = {
    "twin": N_("Both learn from each other, over many things"),
    "mentor": N_("The city that is asked helps the one that asks"),
    "peer": N_("Both work on the same thing at the same time"),
}
STANDINGS: Mapping[str, str] = {
    "proposed": N_("Proposed"),
    "agreed": N_("Agreed"),
    "running": N_("Running"),
    "over": N_("Report due"),
    "ended": N_("Ended"),
    "declined": N_("Declined"),
    "withdrawn": N_("Withdrawn"),
}
"""From the proposal on: agreed until its first day, running until its last, over until the report.

Withdrawn is what was taken back, and what was agreed but called off before it began.
"""

ASKED = ("proposed", "declined", "withdrawn")
"""What only those see who are asked, and who ask."""


def standing(
    today: date,
    *,
    starts_on: date,
    ends_on: date,
    agreed_at: datetime | None,
    declined_at: datetime | None,
    withdrawn_at: datetime | None,
    closed_at: datetime | None,
) -> str:
    if closed_at is not None:
        return "ended"
    if declined_at is not None:
        return "declined"
    if withdrawn_at is not None:
        return "withdrawn"
    if agreed_at is None:
        return "proposed"
    if today < starts_on:
        return "agreed"
    return "running" if today <= ends_on else "over"


def ended_on(
    ends_on: date,
    agreed_at: datetime | None,
    withdrawn_at: datetime | None,
    closed_at: datetime | None,
) -> date | None:
    """The day on which what was agreed ended before its last day; none, where it did not."""
    moment = closed_at or withdrawn_at
    if agreed_at is None or moment is None:
        return None
    return moment.date() if moment.date() < ends_on else None
