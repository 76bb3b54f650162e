"""Loading the curated tree. It can be loaded again at any time, and brings up to date what it holds."""

from uuid import UUID

from sqlmodel import Session, col, delete, select

from backend.core.terms import key
from backend.core.text import fold
from backend.domain import subjects
from backend.domain.topics import tree
from backend.domain.topics.models import Topic, TopicTerm


def load(db: Session) -> int:
    """Bring the topics and terms of the data file into the database; how many topics it holds.

    What conveners keep by now, or have merged into another, stays as they have it.
    """
    entries = tree.load()
    here = {topic.slug: topic for topic in db.exec(select(Topic))}
    is_untouched = all(topic.kept_at is None for topic in here.values())
    here = _merged(db) | here
    for position, entry in enumerate(entries):
        known = here.get(entry.slug)
        if known is not None and (known.kept_at is not None or known.slug != entry.slug):
            continue
        topic = here.setdefault(entry.slug, Topic(slug=entry.slug, kind=entry.kind))
        topic.kind, topic.sdg = entry.kind, list(entry.sdg)
        if known is None or is_untouched:
            topic.position = position
            topic.parent_id = here[entry.parent].id if entry.parent else None
        db.add(topic)
        # One by one, since a parent stands before its children and their rows must too.
        db.flush()
        _say(db, topic, _terms(topic, entry))
        subjects.words_changed(db, "topic", topic.id, _words(topic, entry))
    db.flush()
    return len(entries)


def _merged(db: Session) -> dict[str, Topic]:
    """What has taken the place of topics, by the addresses that those had."""
    found = db.exec(
        select(TopicTerm.words, Topic)
        .join(Topic, col(Topic.id) == col(TopicTerm.topic_id))
        .where(col(TopicTerm.role) == "address")
    )
    return dict(found.all())


def _say(db: Session, topic: Topic, terms: list[TopicTerm]) -> None:
    """These are its words from now on; the addresses that it had stay."""
    db.exec(
        delete(TopicTerm).where(
            col(TopicTerm.topic_id) == topic.id, col(TopicTerm.role) != "address"
        )
    )
    db.add_all(terms)


def _words(topic: Topic, entry: tree.Entry) -> subjects.Words:
    """A topic is found by all that it is called, in every language."""
    said = [
        " · ".join((words.label, *words.synonyms, words.description))
        for words in entry.words.values()
    ]
    names = {name for words in entry.words.values() for name in (words.label, *words.synonyms)}
    return subjects.Words(
        entry.slug,
        entry.en.label,
        " ".join(said),
        names=sorted(names - {entry.en.label}),
        topics=[topic.id],
    )


def _terms(topic: Topic, entry: tree.Entry) -> list[TopicTerm]:
    return [
        made
        for language, words in entry.words.items()
        for made in (
            term(topic.id, language, "label", words.label),
            term(topic.id, language, "description", words.description),
            *(term(topic.id, language, "synonym", synonym) for synonym in words.synonyms),
        )
    ]


def term(topic_id: UUID, language: str, role: str, words: str) -> TopicTerm:
    """One word for a topic, as it is looked up."""
    return TopicTerm(
        topic_id=topic_id,
        language=language,
        role=role,
        words=words,
        folded=fold(words),
        stemmed=key(words, language),
    )
