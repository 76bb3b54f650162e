"""Who can help, for programs."""

from uuid import UUID

from pydantic import Field

from backend.api.shapes import CityShape, Shape, TopicShape
from backend.domain.matching import actions, policy
from backend.domain.matching.asking_peers import ask as asked_for
from backend.domain.matching.peers import About, Peer
from backend.domain.members import queries as members
from backend.domain.topics.queries import tree
from backend.kit import errors
from backend.kit.asking import Asking, SignedIn
from backend.kit.looking import look_over
from backend.kit.peers import records
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/who-can-help", tags=["people"])


class RecordShape(Shape):
    title: str
    path: str


class ReasonShape(Shape):
    kind: str
    words: str
    points: int
    records: list[RecordShape]


class PeerShape(Shape):
    slug: str
    name: str
    path: str
    city: CityShape | None
    score: int
    """The sum of the reasons' points."""
    reasons: list[ReasonShape]


class AboutShape(Shape):
    kind: str
    id: UUID


class PeersShape(Shape):
    about: AboutShape | None
    """What to send back for somebody who is of no use for it."""
    topics: list[TopicShape]
    items: list[PeerShape]


class PassingDraft(Shape):
    kind: str = Field(max_length=12)
    about: UUID
    person: str = Field(max_length=80)
    said: bool = True
    """False takes it back."""


@router.get("", name="api.peers:list")
def index(ask: SignedIn, challenge: str = "", topic: str = "", text: str = "") -> PeersShape:
    """By the slug of a challenge or a topic, or by words."""
    policy.may_look(ask.me).insist()
    found = asked_for(ask.db, ask.me, tree(ask.db), challenge=challenge, topic=topic, text=text)
    look_over(ask, [found.about] if found.about else [])
    return PeersShape(
        about=AboutShape.model_validate(found.about) if found.about else None,
        topics=[TopicShape.model_validate(one) for one in found.topics],
        items=[_shape(ask, one) for one in found.peers],
    )


@router.post("/passing", name="api.peers:pass_over")
def pass_over(ask: SignedIn, sent: PassingDraft) -> PassingDraft:
    """Have somebody no longer suggested to oneself for this; or again."""
    other = members.one(ask.db, ask.me, sent.person)
    act = actions.pass_over if sent.said else actions.take_back
    act(ask.db, ask.me, About(sent.kind, sent.about), other)
    return sent


def _shape(ask: Asking, peer: Peer) -> PeerShape:
    who = peer.person
    return PeerShape(
        slug=who.slug,
        name=who.name,
        path=ask.path_for("people:show", slug=who.slug),
        city=CityShape.model_validate(who.city) if who.city else None,
        score=peer.score,
        reasons=[
            ReasonShape(
                kind=one.kind,
                words=one.words,
                points=one.points,
                records=[
                    RecordShape(title=title, path=path)
                    for title, path in records(ask.addresses, peer, one)
                ],
            )
            for one in peer.reasons
        ],
    )
