"""One challenge with everything around it, and its history."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from fastapi import Response

from backend.core import tongues
from backend.core.i18n import N_, language
from backend.domain import subjects
from backend.domain.challenges import page, policy, thread
from backend.domain.challenges.answers import ANSWER_KINDS, AnswerDraft, ReplyDraft
from backend.domain.challenges.filters import STATUS_LABELS
from backend.domain.challenges.models import FacingDraft
from backend.domain.cities import countries
from backend.domain.matching.peers import About, Peer, who_can_help
from backend.domain.resources import licences, lines
from backend.domain.resources.models import KINDS
from backend.domain.topics.queries import TopicRow, Tree
from backend.kit import errors
from backend.kit.asking import Ask, Asking
from backend.kit.forms import Form
from backend.kit.htmx import wants_piece
from backend.kit.looking import look_into
from backend.kit.nearby import nearby
from backend.kit.peers import records
from backend.kit.pictures.worldmap import Spot, WorldMap, worldmap
from backend.kit.render import render
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/challenges")

KIND_LABELS = {
    "experience": N_("Has done this"),
    "offer": N_("Can offer help"),
    "question": N_("Asks"),
    "suggestion": N_("Suggests"),
}
STEP_LABELS = {
    "posted": N_("Posted"),
    "edited": N_("Edited"),
    "in_progress": N_("Being worked on"),
    "reopened": N_("Open for answers again"),
    "solved": N_("Solved"),
    "closed": N_("Closed"),
}
AUDIENCE_LABELS = {
    "public": N_("Visible to everybody"),
    "members": N_("Visible to members"),
    "cities": N_("Visible to chosen cities"),
    "city": N_("Visible to one city alone"),
}


@router.get("/{slug}", name="challenges:show")
def show(ask: Ask, slug: str, reply: UUID | None = None) -> Response:
    """With `reply`, the form to reply to that answer is open."""
    found = page.opened(ask.db, ask.me, slug)
    forms = {reply: new_words(ask, ReplyDraft)} if reply else {}
    if reply:
        return show_opened(ask, found, "challenges/_answer.html", only=reply, replying=forms)
    return show_opened(ask, found, "challenges/_answers.html")


@router.get("/{slug}/history", name="challenges:history")
def history(ask: Ask, slug: str) -> Response:
    found = page.opened(ask.db, ask.me, slug)
    look_into(ask, found.challenge)
    return render(
        ask,
        "challenges/history.html",
        challenge=found.challenge,
        steps=page.history(ask.db, ask.me, found.challenge.id),
        places=_places(ask),
        labels={**STEP_LABELS, **AUDIENCE_LABELS},
    )


def show_opened(
    ask: Asking, found: page.Opened, piece: str, *, status: int = 200, **given: Any
) -> Response:
    """The page of a challenge, or the piece of it that changed.

    `given` may hold the forms that stand on it with what was typed: answering, facing_form, and
    replying by the answer's id; and the one answer that a piece is `only` about.
    """
    challenge = found.challenge
    answers = thread.answers(ask.db, ask.me, challenge.id)
    only: UUID | None = given.pop("only", None)
    cities = page.cities(ask.db, challenge.id)
    look_into(ask, challenge, [one.id for one in cities.chosen])
    topics = page.topics_of(ask.db, challenge.id)
    places = _places(ask)
    context = {
        "opened": found,
        "challenge": challenge,
        "author": found.author,
        "country": countries.name(found.city.country, language().code) if found.city else "",
        "topics": topics,
        "cities": cities,
        "mine": next((one for one in cities.facing if one.id == ask.me.city_id), None),
        "map": _map(cities.facing, places["city"]),
        "answers": answers,
        "answer": next((one for one in answers if one.id == only), None),
        "answering": new_words(ask, AnswerDraft, kind=ANSWER_KINDS[0]),
        "facing_form": Form(FacingDraft),
        "replying": {},
        "policy": policy,
        "places": places,
        "languages_to_write": tongues.choices(),
        "labels": {**STATUS_LABELS, **KIND_LABELS, **AUDIENCE_LABELS},
        "tongue": tongues.name,
        "peers": _peers(ask, found, topics, {one.author_id for one in answers}),
        "about": About("challenge", challenge.id),
        "records": partial(records, ask.addresses),
        "resources": lines.related(ask.db, ask.me, [topic.id for topic in topics]),
        # Resources have a place of their own.
        "related": nearby(ask, challenge, topics, kinds=("challenge", "roundtable")),
        "kinds_named": subjects.kinds(),
        "address_of": ask.addresses.of,
        "resource_kinds": KINDS,
        "licence": licences.label,
        **given,
    }
    if only and context["answer"] is None:
        piece = "challenges/_answers.html"
    return render(ask, "challenges/show.html", piece, status=status, **context)


def _peers(
    ask: Asking, found: page.Opened, topics: Sequence[TopicRow], answered: set[UUID]
) -> Sequence[Peer]:
    """Who may know, besides those who speak here already; a piece of the page needs none."""
    if wants_piece(ask.request) or not found.challenge.is_open:
        return ()
    wanted = {topic.id for topic in topics}
    besides = {found.challenge.author_id, *answered}
    about = About("challenge", found.challenge.id)
    return who_can_help(ask.db, ask.me, wanted, Tree(topics), besides=besides, about=about)


def new_words(ask: Asking, draft: type[Any], **given: str) -> Form[Any]:
    """A form with nothing written yet, in the language that the writer most likely writes."""
    spoken = tongues.nearest(ask.me.language or language().code)
    return Form.of(draft, language=spoken, **given)


def _places(ask: Asking) -> dict[str, str]:
    """Where others live whom this page names, looked up once: what ends with / takes a slug."""
    return {
        "city": ask.path_for("cities:show", slug=""),
        "person": ask.path_for("people:show", slug=""),
        "resource": "/resources/",
        "sign_in": ask.path_for("session:ask"),
        "join": ask.path_for("join:ask"),
    }


def _map(facing: Sequence[page.NearbyCity], city_at: str) -> WorldMap:
    return worldmap(
        [
            Spot(one.name, one.longitude, one.latitude, city_at + one.slug, "marked")
            for one in facing
        ]
    )
