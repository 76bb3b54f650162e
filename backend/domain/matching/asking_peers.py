"""The one question by which people, programs and searches ask who can help."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.domain.challenges import page as challenges
from backend.domain.matching.peers import MOST, About, Peer, who_can_help, who_knows, who_mentions
from backend.domain.members.models import Member
from backend.domain.topics.queries import TopicRow, Tree

LONGEST = 300
"""Letters of a question that are looked at."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Who can help, and with what."""

    peers: Sequence[Peer] = ()
    about: About | None = None
    """None where nothing was asked."""
    topics: Sequence[TopicRow] = ()
    """That of the question, or those that it means."""
    title: str = ""
    """Of the challenge, or the words."""
    slug: str = ""
    """Of the challenge."""
    occasion: tuple[str, UUID] | None = None
    """What a request to talk can be about."""


def ask(
    db: Session, me: Member, topics: Tree, *, challenge: str = "", topic: str = "", text: str = ""
) -> Answered:
    """By the slug of a challenge, or of a topic, by words, or by both of these."""
    words = " ".join(text[:LONGEST].split())
    if challenge:
        return _for_challenge(db, me, topics, challenge)
    if topic:
        return _for_topic(db, me, topics, topic, words)
    if not words:
        return Answered()
    found, meant = who_knows(db, me, words, topics, limit=MOST)
    return Answered(found, About.words(words), topics.of(meant), words)


def _for_challenge(db: Session, me: Member, topics: Tree, slug: str) -> Answered:
    opened = challenges.opened(db, me, slug)
    thing = opened.challenge
    about = About("challenge", thing.id)
    named = challenges.topics_of(db, thing.id)
    found = who_can_help(
        db,
        me,
        {one.id for one in named},
        topics,
        besides=[thing.author_id],
        about=about,
        limit=MOST,
    )
    return Answered(found, about, named, thing.title, thing.slug, ("challenge", thing.id))


def _for_topic(db: Session, me: Member, topics: Tree, slug: str, words: str) -> Answered:
    if slug not in topics.by_slug:
        raise NotFound(_("There is no such topic."))
    row = topics.by_slug[slug]
    about = About("topic", row.id)
    found = who_can_help(
        db,
        me,
        topics.branch(slug),
        topics,
        about=about,
        limit=MOST,
        mentioning=who_mentions(db, me, words, topics),
    )
    return Answered(found, about, [row], row.label, "", ("topic", row.id))
