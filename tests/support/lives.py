"""A member of whom the network holds something everywhere, and a peer who talks with them."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from sqlmodel import Session

from backend.core import clock
from backend.core.shelf import Shelf
from backend.domain.affiliations import actions as affiliations
from backend.domain.challenges import actions as challenges
from backend.domain.challenges import answering
from backend.domain.challenges.answers import AnswerDraft, ReplyDraft
from backend.domain.challenges.models import (
    Challenge,
    ChallengeDraft,
    FacingDraft,
    KeptDraft,
    OutcomeDraft,
)
from backend.domain.joining.models import Application
from backend.domain.members import actions as members
from backend.domain.members import links, sessions
from backend.domain.members.drafts import ProfileDraft
from backend.domain.moderation import actions as moderation
from backend.domain.moderation.models import DecisionDraft, ReportDraft
from backend.domain.notifications import actions as notifications
from backend.domain.resources import actions as resources
from backend.domain.resources import adopting, files
from backend.domain.resources.adoptions import AdoptionDraft
from backend.domain.resources.models import Resource, ResourceDraft
from backend.domain.roundtables import agenda, notes
from backend.domain.roundtables.drafts import AgendaDraft, NoteDraft
from backend.domain.roundtables.models import Roundtable
from tests.support.make import Make
from tests.support.meetings import Meetings

NAME = "Zéphyrine Quillmark"
EMAIL = "zephyrine.quillmark@bristol.example"
SLUG = "zephyrine-quillmark"
PHONE = "+44 117 496 0812"
CANARY = "quillmark"
"""In lower case: part of the name, the address, and every word that was typed by them."""

BY_OTHERS = "Wrenfeather"
"""What a peer wrote for somebody else's eyes."""


class Life:
    """Made by the real actions where there are any, so that what these write is there as well."""

    def __init__(self, db: Session, make: Make, shelf: Shelf) -> None:
        self.db, self.make = db, make
        self.topic = make.topic("Cycling")
        self.city = make.city("Bristol")
        self.convener = make.convener(name="Ruth Adeyemi")
        self.peer = make.member("Jörg Bauer", bio=f"{BY_OTHERS} is my secret.")
        self.colleague = make.member("Ana Gómez", city_id=self.city.id)
        self.me = make.member(NAME, email=EMAIL, slug=SLUG, city_id=self.city.id)
        self._come_in()
        self.challenge, self.answered = self._ask(), self._answer()
        self.resource, self.file = self._publish(), self._upload(shelf)
        self.table = self._meet()
        self._be_moderated()
        db.commit()

    def _come_in(self) -> None:
        profile: dict[str, Any] = {
            "name": NAME,
            "title": f"Head of Quillmark studies {PHONE}",
            "department": "Quillmark house",
            "pronunciation": "QUILLMARK",
            "bio": f"Call Quillmark: {PHONE}.",
            "zone": "Europe/London",
            "languages": ["en"],
            "can_help": [self.topic.slug],
        }
        members.edit(self.db, self.me, ProfileDraft.model_validate(profile))
        sessions.start(self.db, self.me, device=sessions.Device("Quillmark's telephone"))
        sessions.grant(self.db, self.me, "read", name="Quillmark's program")
        links.issue(self.db, self.me)
        notifications.write_to(self.db, EMAIL, "sign_in", {"token": "quillmark", "minutes": 10})
        wish = Application(
            member_id=self.me.id,
            answers=[["Why?", "Because Quillmark."]],
            decided_at=clock.now(),
            decided_by_id=self.convener.id,
            admitted=True,
            reason="I know Zéphyrine Quillmark well.",
        )
        self.db.add_all((wish, Application(draft={"email": EMAIL, "name": NAME})))
        works = affiliations.begin(self.db, self.me, how="domain")
        assert works
        works.reason = f"{NAME} is named on the city's own pages."
        theirs = affiliations.begin(self.db, self.peer, how="convener", by=self.me)
        assert theirs
        theirs.reason = f"Known to me. {NAME}"
        self.db.flush()
        about = ("application", wish.id)
        facts = {"name": NAME, "city": "Bristol"}
        notifications.tell(self.db, [self.convener.id], "application.waiting", about, facts)
        for kind, other in (("member", self.peer.id), ("city", self.city.id)):
            notifications.follow(self.db, self.me.id, kind, other)
        notifications.follow(self.db, self.peer.id, "member", self.me.id)

    def _ask(self) -> Challenge:
        draft = ChallengeDraft(
            title="Bicycles on Quillmark street",
            context="Quillmark street is narrow, and everybody wants to park there.",
            tried="Quillmark asked nicely.",
            help_wanted="What would you do in Quillmark street?",
            language="en",
            topics=[self.topic.slug],
        )
        mine = challenges.post(self.db, self.me, draft)
        said = AnswerDraft(
            body=f"We painted it red. {BY_OTHERS}.", language="en", kind="experience"
        )
        answering.answer(self.db, self.peer, mine, said)
        challenges.face(self.db, self.peer, mine, FacingDraft(words="The same here."))
        lonely = draft.model_copy(update={"title": "Nobody answers Quillmark"})
        challenges.post(self.db, self.me, lonely)
        self.db.add(KeptDraft(author_id=self.me.id, title="A draft of Quillmark"))
        ended = OutcomeDraft(ending="solved", worked="Quillmark painted.", not_worked="Quillmark")
        challenges.end(self.db, self.me, mine, ended)
        return mine

    def _answer(self) -> Challenge:
        theirs = self.make.challenge(self.peer, title="Trams that are late")
        by_me = AnswerDraft(body=f"Ask Quillmark, {PHONE}.", language="en", kind="experience")
        first = answering.answer(self.db, self.me, theirs, by_me)
        answering.answer(self.db, self.me, theirs, by_me.model_copy(update={"kind": "question"}))
        reply = ReplyDraft(body="Thank you, we will.", language="en")
        answering.reply(self.db, self.peer, theirs, first, reply)
        mine = ReplyDraft(body="Glad. Quillmark", language="en")
        answering.reply(self.db, self.me, theirs, first, mine)
        challenges.face(self.db, self.me, theirs, FacingDraft(words=f"Here too, says {NAME}."))
        lane = AnswerDraft(body="A lane of its own.", language="en", kind="suggestion")
        helpful = answering.answer(self.db, self.colleague, theirs, lane)
        answering.mark_helpful(self.db, self.me, helpful)
        return theirs

    def _publish(self) -> Resource:
        draft = ResourceDraft(
            title="What Quillmark measured",
            description=f"Counts of bicycles, made by hand by {NAME} in the spring.",
            kind="report",
            language="en",
            year=2025,
            licence="CC-BY-4.0",
            topics=[self.topic.slug],
            link="https://example.org/counts",
            note=f"From {NAME}",
        )
        mine = resources.add(self.db, self.me, draft)
        adopting.adopt(self.db, self.peer, mine, AdoptionDraft(state="uses", words="It helps."))
        for_city = {"title": "The cycling plan of Bristol", "publisher": "bristol-gb"}
        resources.add(self.db, self.me, draft.model_copy(update=for_city))
        theirs = self.make.resource(self.peer, title="Model agreement")
        said = AdoptionDraft(state="pilots", words=f"{NAME} tries it.")
        adopting.adopt(self.db, self.me, theirs, said)
        return mine

    def _upload(self, shelf: Shelf) -> Resource:
        name = "Quillmark-counts.txt"
        stored = files.keep(self.db, self.me, shelf, name, BytesIO(b"Quillmark counted 12.\n"))
        files.keep(self.db, self.me, shelf, name, BytesIO(b"Quillmark forgot this.\n"))
        draft = ResourceDraft(
            title="A file of Quillmark",
            description="Counts of bicycles, by hand, in the spring, by Quillmark.",
            kind="data_set",
            language="en",
            year=2025,
            licence="CC-BY-4.0",
            topics=[self.topic.slug],
            file_id=stored.id,
        )
        return resources.add(self.db, self.me, draft)

    def _meet(self) -> Roundtable:
        meetings = Meetings(self.db, self.make)
        cities = [self.city]
        later = meetings.planned(
            self.convener, cities=cities, purpose=f"We hear {NAME} on bicycles, and then talk."
        )
        meetings.answer(later, self.me)
        parts = AgendaDraft.model_validate(
            {"items": [{"minutes": 30, "title": f"What {NAME} saw", "lead": SLUG}]}
        )
        agenda.write(self.db, self.convener, later, parts)
        table = meetings.held(self.convener, cities=cities, chatham_house=False)
        with clock.stopped(clock.now() - timedelta(days=28)):
            meetings.answer(table, self.me)
        note = NoteDraft(body=f"Present: {NAME} (Bristol). It went well.", publish=True)
        notes.write(self.db, self.convener, table, note)
        return table

    def _be_moderated(self) -> None:
        kindness = ReportDraft(rule="kindness", words=f"This is unkind. {NAME}")
        moderation.report(self.db, self.me, "challenge", self.answered.id, kindness)
        about_me = ReportDraft(rule="honesty", words="Quillmark is somebody else.")
        moderation.report(self.db, self.peer, "member", self.me.id, about_me)
        moderation.report(self.db, self.peer, "resource", self.resource.id, about_me)
        why = DecisionDraft(rule="kindness", reason="It was meant kindly, in my eyes.")
        moderation.dismiss(self.db, self.convener, "resource", self.resource.id, why)
