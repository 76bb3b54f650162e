"""Loading the curated tree. It can be loaded again at any time: what it holds is brought up to date."""

from sqlmodel import Session, col, delete, select

from backend.core.text import fold
from backend.domain import subjects
from backend.domain.topics import tree
from backend.domain.topics.models import Topic, TopicTerm


def load(db: Session) -> int:
    """Bring the topics and terms of the data file into the database; how many topics it holds."""
    entries = tree.load()
    here = {topic.slug: topic for topic in db.exec(select(Topic))}
    for position, entry in enumerate(entries):
        topic = here.setdefault(entry.slug, Topic(slug=entry.slug, kind=entry.kind))
        topic.kind, topic.position, topic.sdg = entry.kind, position, list(entry.sdg)
        topic.parent_id = here[entry.parent].id if entry.parent else None
        db.add(topic)
        # One by one, since a parent stands before its children and their rows must too.
        db.flush()
        db.exec(delete(TopicTerm).where(col(TopicTerm.topic_id) == topic.id))
        db.add_all(_terms(topic, entry))
        subjects.words_changed(db, "topic", topic.id, _words(entry))
    db.flush()
    return len(entries)


def _words(entry: tree.Entry) -> subjects.Words:
    """A topic is found by all that it is called, in every language."""
    said = [
        " · ".join((words.label, *words.synonyms, words.description))
        for words in entry.words.values()
    ]
    return subjects.Words(entry.slug, entry.en.label, " ".join(said))


def _terms(topic: Topic, entry: tree.Entry) -> list[TopicTerm]:
    def term(language: str, role: str, words: str) -> TopicTerm:
        return TopicTerm(
            topic_id=topic.id, language=language, role=role, words=words, folded=fold(words)
        )

    return [
        made
        for language, words in entry.words.items()
        for made in (
            term(language, "label", words.label),
            term(language, "description", words.description),
            *(term(language, "synonym", synonym) for synonym in words.synonyms),
        )
    ]
