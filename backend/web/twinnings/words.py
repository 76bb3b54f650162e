"""What was done to a twinning, in words."""

from backend.core.i18n import N_

DONE: dict[str, str] = {
    "proposed": N_("Proposed"),
    "agreed": N_("Agreed"),
    "declined": N_("Declined"),
    "withdrawn": N_("Taken back"),
    "closed": N_("Ended with a report"),
    "report_changed": N_("Report changed"),
    "step_added": N_("Added a step"),
    "step_changed": N_("Changed a step"),
    "step_done": N_("Done"),
    "step_undone": N_("Not done yet"),
    "step_removed": N_("Removed a step"),
}
AGREED_DONE = {"withdrawn": N_("Called off")}
"""What has another name once both have agreed."""
