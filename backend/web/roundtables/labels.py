"""Words for what the domain calls by a name."""

from backend.core.i18n import N_

ANSWER_LABELS = {
    "yes": N_("You are coming"),
    "maybe": N_("You may come"),
    "no": N_("You can't come"),
}
BRANCHES = {
    "principle": N_("Principles"),
    "theme": N_("Themes"),
    "practice": N_("Practices"),
}
LENGTHS = (30, 45, 60, 75, 90, 120, 150, 180, 210, 240)
"""Minutes that are offered; any others can be kept."""
