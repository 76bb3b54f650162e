"""Somebody claims to work for an organisation too, and nobody has vouched for it yet."""

from tests.canary.planting.ground import Plant
from tests.canary.roles import NOBODY, only


def plant_affiliations(plant: Plant) -> None:
    known = only("elsewhere", "convener")
    own = plant.said("affiliation.claim.address", only("elsewhere"))
    made = plant.make.affiliation(
        plant.people["elsewhere"],
        city_id=None,
        address=f"{own}@example.org",
        verified_at=None,
        is_main=False,
        how="",
        **{text: plant.said(f"affiliation.claim.{text}", known) for text in TEXTS},
    )
    plant.garden.keep("affiliation", "claim", str(made.id), made.id, known)
    # Nothing was left to colleagues, and nobody has asked for an archive.
    for kind in ("handover", "archive"):
        plant.garden.keep(kind, "none", str(made.id), made.id, NOBODY)


TEXTS = ("body", "title", "department")
