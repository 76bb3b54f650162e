"""What members wrote themselves, and find in their archive though it is in nobody's sight any more."""

BESIDES: dict[str, tuple[str, ...]] = {
    "author": (
        "challenge.*.old_*",
        "resource.*.old_*",
        "resource.waiting.file_name",
        "endorsement.nobody.words",
        "roundtable.draft.*",
        "roundtable.*.joining_link",
        "roundtable.held.venue",
    ),
    "chosen": (
        "adoption.hidden*.chosen_words",
        "facing.hidden.words",
        "report.challenge-cities.words",
    ),
    "colleague": ("answer.hidden-*",),
    "convener": ("question.retired.words",),
    "elsewhere": ("adoption.hidden*.elsewhere_words", "report.*.words"),
    "lead": ("report.message-shown.words",),
}
