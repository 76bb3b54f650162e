"""Who asks, and people to be looked at: each field of a profile with its own word."""

from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from backend.core import clock
from backend.core.text import fold
from backend.domain.endorsements.models import Endorsement
from backend.domain.members import sessions
from backend.domain.members.actions import edit, make_findable
from backend.domain.members.audience import FIELDS
from backend.domain.members.drafts import ProfileDraft
from backend.domain.members.models import ApiToken, BrowserSession, Member
from backend.domain.members.names import NameChange
from tests.canary.planting.ground import Plant
from tests.canary.roles import CONVENERS, EVERYBODY, MEMBERS, NOBODY, Roles, only

CITY_OF = {
    "pending": "home",
    "refused": "home",
    "suspended": "home",
    "partner": "",
    "elsewhere": "elsewhere",
    "chosen": "chosen",
    "colleague": "home",
    "author": "home",
    "lead": "home",
    "convener": "secretariat",
}
FACTS: dict[str, dict[str, Any]] = {
    "pending": {"admitted_at": None},
    "refused": {"admitted_at": None},
    "lead": {"is_lead": True},
    "convener": {"is_convener": True},
}
LOOKED_AT: dict[str, Roles] = {"public": EVERYBODY, "members": MEMBERS, "nobody": NOBODY}
"""Members whose every field is for these."""
TEXTS = ("pronunciation", "pronouns", "title", "department", "bio")


def cities(plant: Plant) -> None:
    """Cities are public; `home` is the author's, `chosen` the one that is chosen and invited."""
    for name in ("home", "chosen", "elsewhere", "secretariat", "looked_at"):
        word = plant.said(f"city.{name}.name", EVERYBODY)
        plant.cities[name] = plant.make.city(word, slug=f"city-{name}-planted")
        plant.garden.keep("city", name, plant.cities[name].slug, plant.cities[name].id, EVERYBODY)


def askers(plant: Plant) -> None:
    """One of each role, with a browser and two programs."""
    for role, city in CITY_OF.items():
        # Who isn't admitted is nobody's to see.
        seen_by = NOBODY if role in {"pending", "refused"} else EVERYBODY
        seen_by = MEMBERS if role == "suspended" else seen_by
        word = plant.said(f"asker.{role}.name", seen_by)
        member = plant.make.member(
            word,
            slug=f"{role}-asks",
            city_id=plant.cities[city].id if city else None,
            **FACTS.get(role, {}),
        )
        if member.admitted_at:
            make_findable(plant.db, member)
        plant.people[role] = member
        plant.garden.own[role] = {word, plant.cities[city].name if city else word}
        plant.garden.keys[role] = sessions.start(plant.db, member)
        called = plant.said(f"token.{role}.name", only(role))
        plant.garden.tokens[role] = sessions.grant(plant.db, member, "write", name=called)
        plant.garden.reading_tokens[role] = sessions.grant(plant.db, member, "read")
    plant.db.commit()
    for kind, model in (("session", BrowserSession), ("token", ApiToken)):
        mine = select(model.id).where(col(model.member_id) == plant.people["author"].id)
        its_id = plant.db.exec(mine).first()
        assert its_id
        plant.garden.keep(kind, "author", "", its_id, only("author"))


def suspend(plant: Plant) -> None:
    """Last of all: until now the suspended member was a colleague like any other."""
    member = plant.people["suspended"]
    member.suspended_at = clock.now()
    member.suspended_reason = plant.text("asker.suspended.reason", frozenset({"suspended"}))
    plant.db.add(member)


def looked_at(plant: Plant) -> None:
    """Members at every audience, one suspended since, one gone."""
    for name, audience in LOOKED_AT.items():
        plant.people[name] = _person(plant, name, name, audience)
    gone = _person(plant, "erased", "public", NOBODY)
    gone.erased_at = clock.now()
    kept_out = _person(plant, "suspended", "public", MEMBERS)
    kept_out.suspended_at = clock.now() - timedelta(days=1)
    kept_out.suspended_reason = plant.text("person.suspended.reason", NOBODY)
    plant.db.add_all([gone, kept_out])
    plant.db.flush()


def endorse(plant: Plant) -> None:
    """The author says what two of them can help with; a name of one is to be looked at."""
    for name in ("public", "nobody"):
        member, topic = plant.people[name], plant.garden.things["topic"][f"person-{name}-can_help"]
        words = plant.said(f"endorsement.{name}.words", LOOKED_AT[name])
        endorsement = Endorsement(
            author_id=plant.people["author"].id,
            member_id=member.id,
            topic_id=topic.id,
            words=words,
        )
        plant.db.add(endorsement)
    change = NameChange(
        member_id=plant.people["public"].id,
        before=plant.said("name.public.before", CONVENERS),
        after=plant.garden.words["person.public.name"],
        is_mixed=True,
    )
    plant.db.add(change)
    plant.keep("name_change", "public", change, EVERYBODY)
    held = NameChange(
        member_id=plant.people["author"].id,
        before=plant.people["author"].name,
        after=plant.said("name.author.wanted", only("author", "convener")),
        is_mixed=True,
        stands=False,
    )
    plant.db.add(held)
    plant.keep("name_change", "author", held, EVERYBODY)


def _person(plant: Plant, name: str, to: str, audience: Roles) -> Member:
    """A member of a city without askers, whose every field is for `to`."""
    # A name is for members at least.
    named = MEMBERS if to == "nobody" else audience
    member = plant.make.member("Not yet known", city_id=plant.cities["looked_at"].id)
    sides = {
        side: [plant.topic(f"person.{name}-{side}", audience).slug]
        for side in ("can_help", "looking_for")
    }
    draft = {
        "name": plant.said(f"person.{name}.name", named),
        **{field: plant.said(f"person.{name}.{field}", audience) for field in TEXTS},
        **{f"{field}_to": to for field in FIELDS},
        **sides,
        "name_to": "members" if to == "nobody" else to,
        "zone": "Europe/London",
        "languages": ["en"],
    }
    edit(plant.db, member, ProfileDraft.model_validate(draft))
    member.email = f"{plant.said(f'person.{name}.email', NOBODY)}@example.org"
    member.folded = fold(member.name)
    plant.keep("person", name, member, named)
    plant.also(f"works.{name}.city", "city.looked_at.name", audience)
    plant.also(f"works.{name}.home", "city.looked_at.name", CONVENERS)
    make_findable(plant.db, member)
    return member
