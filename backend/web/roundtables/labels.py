"""Words for what the domain calls by a name."""

from backend.core.i18n import N_

ANSWER_LABELS = {
    "yes": N_("You are coming"),
    "maybe": N_("You may come"),
    "no": N_("You can’t come"),
}
BRANCHES = {
    "principle": N_("Principles"),
    "theme": N_("Themes"),
    "practice": N_("Practices"),
}
REMINDERS = {
    10_080: N_("A week before"),
    2_880: N_("Two days before"),
    1_440: N_("A day before"),
    60: N_("An hour before"),
    15: N_("A quarter of an hour before"),
}
LENGTHS = (30, 45, 60, 75, 90, 120, 150, 180, 210, 240)
"""Minutes that are offered; any others can be kept."""
