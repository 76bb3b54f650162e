"""A claim to work elsewhere too, what somebody left to colleagues, versions of rules, domains."""

from datetime import timedelta

from backend.core import clock
from backend.domain.affiliations.models import Handover
from backend.domain.cities.models import CityDomain
from backend.domain.conduct import actions as conduct
from backend.domain.conduct.models import TranslationDraft, VersionDraft
from tests.canary.planting.ground import PLENTY, Plant
from tests.canary.roles import CONVENERS, EVERYBODY, HOME, NOBODY, only


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
    # What an archive holds is asked of its making; nobody has one here to take.
    plant.garden.keep("archive", "none", str(made.id), made.id, NOBODY)


def leave_to_colleagues(plant: Plant) -> None:
    """One who worked for the home city has left a challenge that is hidden later, and two others."""
    gone = plant.make.member("Somebody who left", slug="left", city_id=None, unlisted=True)
    home = plant.cities["home"].id
    was = plant.make.affiliation(gone, city_id=home, body="", ended_at=clock.now())
    ours = HOME | CONVENERS
    plant.garden.keep("left", "home", str(was.id), was.id, ours)
    for name, audience in (("public", ours), ("cities", ours), ("hidden", CONVENERS)):
        thing = plant.garden.things["challenge"][name]
        item = Handover(
            affiliation_id=was.id,
            member_id=gone.id,
            city_id=home,
            kind="challenge",
            subject_id=thing.id,
            title=plant.said(f"handover.{name}.title", audience),
            slug=thing.slug,
            due_at=clock.now() + timedelta(days=14),
        )
        plant.db.add(item)
        plant.keep("handover", name, item, audience, slug=str(was.id))


def publish_rules(plant: Plant) -> None:
    """Two versions that nobody had to accept, the second in two languages."""
    for number in range(2):
        sent = {
            "body": f"{plant.said(f'rules.{number + 1}.body', EVERYBODY)} {PLENTY}",
            "change": f"{plant.said(f'rules.{number + 1}.change', EVERYBODY)} {PLENTY}",
            "after": number,
        }
        draft = VersionDraft.model_validate(sent)
        conduct.publish(plant.db, plant.people["convener"], "conduct", draft)
    other = f"{plant.said('rules.2.otherwise', EVERYBODY)} {PLENTY}"
    said = TranslationDraft.model_validate({"number": 2, "language": "fr", "body": other})
    conduct.translate(plant.db, plant.people["convener"], "conduct", said)


def trust_domains(plant: Plant) -> None:
    """By which colleagues of the home city are admitted at once."""
    word = plant.said("domain.home.name", CONVENERS)
    plant.db.add(CityDomain(city_id=plant.cities["home"].id, domain=f"{word}.example"))


TEXTS = ("body", "title", "department")
