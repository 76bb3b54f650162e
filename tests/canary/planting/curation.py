"""What members propose as topics, and what became of it; a topic that is not used any more."""

from backend.core import clock
from backend.domain.curation import actions
from backend.domain.curation.drafts import ReasonDraft
from backend.domain.glossary import actions as glossary
from backend.domain.glossary.drafts import ConceptDraft
from backend.domain.saved_searches import actions as searches
from backend.domain.saved_searches.drafts import SearchDraft
from tests.canary.planting.ground import Plant
from tests.canary.roles import AUTHOR, EVERYBODY, only
from tests.support.topics import wished


def plant_proposals(plant: Plant) -> None:
    """One that waits, and one that was refused: for their author, and the conveners."""
    for name in ("waiting", "refused"):
        draft = wished(
            ("en", plant.said(f"proposal.{name}.title", AUTHOR)),
            why=plant.text(f"proposal.{name}.why", AUTHOR),
        )
        made = actions.propose(plant.db, plant.people["author"], draft)
        if name == "refused":
            reason = plant.text("proposal.refused.reason", AUTHOR)
            actions.refuse(plant.db, plant.people["convener"], made, ReasonDraft(reason=reason))
        plant.keep("proposal", name, made, AUTHOR)
    fax = plant.make.topic(plant.said("retired_topic.fax.label", EVERYBODY), retired_at=clock.now())
    words = [
        {
            "language": "en",
            "terms": [plant.said("concept.one.term", EVERYBODY)],
            "meaning": plant.said("concept.one.meaning", EVERYBODY),
        }
    ]
    concept = ConceptDraft.model_validate({"words": words})
    word = glossary.add(plant.db, plant.people["convener"], concept)
    plant.keep("concept", "one", word, EVERYBODY)
    plant.garden.keep("retired_topic", "fax", fax.slug, fax.id, EVERYBODY)


def plant_saved_searches(plant: Plant) -> None:
    """One of the author's own, and one that a convener shares."""
    for name, role in (("own", "author"), ("shared", "convener")):
        draft = SearchDraft(
            name=plant.said(f"saved.{name}.name", only(role)),
            of="/challenges?sort=faced",
            share=name == "shared",
        )
        saved = searches.save(plant.db, plant.people[role], draft)
        plant.garden.keep("saved", name, saved.slug, saved.id, only(role))
