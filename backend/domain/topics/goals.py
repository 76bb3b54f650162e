"""The 17 Sustainable Development Goals of the United Nations, by their short names."""

from backend.core.i18n import N_, _

GOALS = (
    N_("No poverty"),
    N_("Zero hunger"),
    N_("Good health and well-being"),
    N_("Quality education"),
    N_("Gender equality"),
    N_("Clean water and sanitation"),
    N_("Affordable and clean energy"),
    N_("Decent work and economic growth"),
    N_("Industry, innovation and infrastructure"),
    N_("Reduced inequalities"),
    N_("Sustainable cities and communities"),
    N_("Responsible consumption and production"),
    N_("Climate action"),
    N_("Life below water"),
    N_("Life on land"),
    N_("Peace, justice and strong institutions"),
    N_("Partnerships for the goals"),
)


def name(number: int) -> str:
    """The goal with its number: "11. Sustainable cities and communities"."""
    return f"{number}. {_(GOALS[number - 1])}"


def address(number: int) -> str:
    """Where the United Nations say what it is."""
    return f"https://sdgs.un.org/goals/goal{number}"
