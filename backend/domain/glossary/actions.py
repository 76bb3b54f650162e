"""Keeping the glossary. Checks come first, writes last; every act stands in the log."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, delete

from backend.core import clock
from backend.core.errors import Conflict, Rejected
from backend.core.i18n import _
from backend.core.locks import alone
from backend.core.slugs import free_slug
from backend.core.terms import key
from backend.core.text import fold
from backend.domain import subjects
from backend.domain.glossary import policy, queries, sheets, starter
from backend.domain.glossary.drafts import (
    ConceptDraft,
    RemovalDraft,
    SheetDraft,
    TermsDraft,
)
from backend.domain.glossary.models import Concept, ConceptTerm
from backend.domain.members.models import Member
from backend.domain.moderation import log
from backend.domain.search.filler import is_about_nothing
from backend.domain.topics import queries as topics
from backend.domain.topics.queries import Tree

RESERVED = frozenset({"new", "import"})
"""Pages of ours that no concept may have for its address."""
MOST = 2_000
"""Concepts of a network."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What a table brought in."""

    added: int
    changed: int


def add(db: Session, me: Member, draft: ConceptDraft) -> Concept:
    policy.may_keep(me).insist()
    alone(db, "glossary")
    concept = _add(db, draft, topics.tree(db))
    log.append(db, me.id, "add_concept", ("concept", concept.id))
    return concept


def edit(db: Session, me: Member, concept: Concept, draft: ConceptDraft) -> Concept:
    policy.may_keep(me).insist()
    alone(db, "glossary")
    _keep(db, concept, draft, topics.tree(db))
    log.append(db, me.id, "edit_concept", ("concept", concept.id))
    return concept


def remove(db: Session, me: Member, concept: Concept, draft: RemovalDraft) -> bool:
    policy.may_keep(me).insist()
    title = queries.concept(db, concept.slug).title
    reason = _("“{title}”: {reason}", title=title, reason=draft.reason)
    log.append(db, me.id, "remove_concept", ("concept", concept.id), reason=reason[:2_000])
    db.exec(delete(ConceptTerm).where(col(ConceptTerm.concept_id) == concept.id))
    subjects.gone(db, "concept", {concept.id})
    db.delete(concept)
    db.flush()
    return True


def bring_in(db: Session, me: Member, draft: SheetDraft) -> Brought:
    """Add and change what a table says, all of it or nothing; what it doesn't name stays."""
    policy.may_keep(me).insist()
    alone(db, "glossary")
    known = {row.slug for row in queries.some(db)}
    concepts, tree = sheets.read(draft.table), topics.tree(db)
    _insist_on_topics(tree, [one for _slug, one in concepts])
    added = sum(slug not in known for slug, _one in concepts)
    if len(known) + added > MOST:
        raise Rejected({"table": _("The glossary would hold too many words.")})
    for number, (slug, one) in enumerate(concepts, start=2):
        try:
            if slug in known:
                _keep(db, queries.entity(db, slug), one, tree)
            else:
                _add(db, one, tree, slug)
        except Rejected as no:
            said = _("Line {number}: {reason}", number=number, reason=str(no))
            raise Rejected({"table": said}) from no
    first = queries.entity(db, concepts[0][0])
    reason = _("{count} words", count=len(concepts))
    log.append(db, me.id, "import_glossary", ("concept", first.id), reason=reason)
    return Brought(added, len(concepts) - added)


def load(db: Session) -> int:
    """The concepts that a new network begins with; how many, none where it has its own already."""
    if queries.size(db):
        return 0
    tree = topics.tree(db)
    concepts = starter.load()
    for slug, draft in concepts:
        if draft.topic not in {row.slug for row in tree.rows}:
            # Conveners have retired it meanwhile.
            draft.topic = ""
        _add(db, draft, tree, slug)
    return len(concepts)


def _add(db: Session, draft: ConceptDraft, tree: Tree, slug: str = "") -> Concept:
    if queries.size(db) >= MOST:
        raise Conflict(_("The glossary holds very many words already."))
    title = slug or _english(draft.words)
    _insist_on_words(db, draft)
    concept = Concept(slug=free_slug(db, Concept.slug, title, reserved=RESERVED))
    _keep(db, concept, draft, tree)
    return concept


def _keep(db: Session, concept: Concept, draft: ConceptDraft, tree: Tree) -> None:
    _insist_on_words(db, draft, concept)
    topic = tree.chosen([draft.topic], "topic")[0] if draft.topic else None
    concept.topic_id, concept.changed_at = topic.id if topic else None, clock.now()
    db.add(concept)
    db.flush()
    db.exec(delete(ConceptTerm).where(col(ConceptTerm.concept_id) == concept.id))
    db.add_all([_term(concept, one.language, *said) for one in draft.words for said in _said(one)])
    db.flush()


def _said(one: TermsDraft) -> list[tuple[str, str]]:
    if not one.terms:
        return []
    preferred, *others = one.terms
    said = [("preferred", preferred), *(("other", word) for word in others)]
    return [*said, ("meaning", one.meaning)] if one.meaning else said


def _term(concept: Concept, language: str, role: str, words: str) -> ConceptTerm:
    return ConceptTerm(
        concept_id=concept.id,
        language=language,
        role=role,
        words=words,
        folded=fold(words),
        stemmed=key(words, language),
    )


def _insist_on_words(db: Session, draft: ConceptDraft, concept: Concept | None = None) -> None:
    """Rejected where a term is missing, says nothing, or stands in another concept already."""
    words = [one for one in draft.words if one.terms]
    problems: dict[str, str] = {}
    if not words:
        problems["words.0.terms"] = _("Please give a term in at least one language.")
    if len({one.language for one in words}) < len(words):
        problems["words"] = _("Please name each language once.")
    taken = queries.taken(db, draft.words, concept.id if concept else None)
    for number, one in enumerate(draft.words):
        if one.meaning and not one.terms:
            problems[f"words.{number}.terms"] = _("Please give a term in this language, too.")
        for term in one.terms:
            if is_about_nothing(term):
                said = _("“{word}” only holds other words together.", word=term)
                problems[f"words.{number}.terms"] = said
            elif (one.language, fold(term)) in taken:
                said = _("“{word}” stands in the glossary already.", word=term)
                problems[f"words.{number}.terms"] = said
    if problems:
        raise Rejected(problems)


def _insist_on_topics(tree: Tree, concepts: Sequence[ConceptDraft]) -> None:
    known = {slug for slug, row in tree.by_slug.items() if not row.is_retired}
    for number, one in enumerate(concepts, start=2):
        if one.topic and one.topic not in known:
            raise Rejected({"table": _("Line {number}: there is no such topic.", number=number)})


def _english(words: Sequence[TermsDraft]) -> str:
    """What its address is made of: the English term or, without one, the first."""
    terms = {one.language: one.terms[0] for one in words if one.terms}
    return terms.get("en") or next(iter(terms.values()), "")
