"""What topics are called: one word means one topic in one language, or nobody could tell which."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Session, col, delete

from backend.core.db import rows
from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.text import fold
from backend.domain.curation.drafts import WordsDraft
from backend.domain.topics.actions import term
from backend.domain.topics.models import Topic, TopicTerm
from backend.domain.topics.queries import TopicRow, tree


def insist(db: Session, words: Sequence[WordsDraft], besides: Collection[UUID] = ()) -> None:
    """Rejected where a word is missing, says nothing, or means another topic already."""
    problems = dict(_unsound(words)) or _taken(db, words, besides)
    if problems:
        raise Rejected(problems)


def owner(db: Session, language: str, word: str) -> UUID | None:
    """The topic that this word means in this language."""
    meant = columns(col(TopicTerm.topic_id)).where(
        col(TopicTerm.language) == language,
        col(TopicTerm.folded) == fold(word),
        col(TopicTerm.role).in_(("label", "synonym")),
    )
    return rows(db, meant.limit(1)).scalar_one_or_none()


def keep(db: Session, topic: Topic, words: Sequence[WordsDraft]) -> None:
    """These are its words from now on; the addresses that it had stay."""
    db.exec(
        delete(TopicTerm).where(
            col(TopicTerm.topic_id) == topic.id, col(TopicTerm.role) != "address"
        )
    )
    db.add_all([term(topic.id, *said) for one in words for said in _said(one)])
    db.flush()


def means(word: str, topic: TopicRow) -> str:
    """That a word is taken, in a sentence."""
    return _("“{word}” means the topic “{topic}” already.", word=word, topic=topic.label)


def has_letter(word: str) -> bool:
    return any(sign.isalpha() for sign in word)


def _said(one: WordsDraft) -> Iterator[tuple[str, str, str]]:
    if not one.label:
        return
    yield one.language, "label", one.label
    if one.description:
        yield one.language, "description", one.description
    for synonym in one.synonyms:
        if fold(synonym) != fold(one.label):
            yield one.language, "synonym", synonym


def _unsound(words: Sequence[WordsDraft]) -> Iterator[tuple[str, str]]:
    labels: Mapping[str, str] = {one.language: one.label for one in words}
    if not labels.get("en"):
        # What has no label in the reader's language shows its English one.
        yield _place(words, "en"), _("Please give its English name: it stands in for the others.")
    if len(labels) < len(words):
        yield "words", _("Please name each language once.")
    for number, one in enumerate(words):
        if one.language != "en" and not one.label and (one.synonyms or one.description):
            yield f"words.{number}.label", _("Please give its name in this language, too.")
        if one.label and not has_letter(one.label):
            yield f"words.{number}.label", _("Please give a name with at least one letter.")
        if not all(map(has_letter, one.synonyms)):
            yield f"words.{number}.synonyms", _("Please write other words with letters.")


def _place(words: Sequence[WordsDraft], language: str) -> str:
    places = [number for number, one in enumerate(words) if one.language == language]
    return f"words.{places[0]}.label" if places else "words"


def _taken(db: Session, words: Sequence[WordsDraft], besides: Collection[UUID]) -> dict[str, str]:
    wanted = {fold(word) for one in words for word in (one.label, *one.synonyms) if word}
    found = columns(col(TopicTerm.language), col(TopicTerm.folded), col(TopicTerm.topic_id))
    known = found.where(
        col(TopicTerm.folded).in_(wanted),
        col(TopicTerm.role).in_(("label", "synonym")),
        col(TopicTerm.topic_id).not_in(besides),
    )
    owners = {(code, folded): topic_id for code, folded, topic_id in rows(db, known)}
    labels = tree(db).by_id if owners else {}
    return {
        f"words.{number}.{field}": means(word, labels[owners[one.language, fold(word)]])
        for number, one in enumerate(words)
        for field, some in (("synonyms", one.synonyms), ("label", [one.label]))
        for word in some
        if (one.language, fold(word)) in owners
    }
