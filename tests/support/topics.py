"""What conveners send about topics, sound unless something else is said."""

from typing import Any

from backend.domain.curation.drafts import MergeDraft, ProposalDraft, TopicDraft

BECAUSE = "Two names for the same thing."
WHY = "Nobody finds what cities say about this."


def called(*words: tuple[str, str], **given: Any) -> TopicDraft:
    """A topic of these labels, by language; `given` may say more."""
    lines = [{"language": code, "label": label} for code, label in words]
    return TopicDraft.model_validate({"words": lines} | given)


def named(label: str, **given: Any) -> TopicDraft:
    return called(("en", label), **given)


def wished(*words: tuple[str, str], **given: Any) -> ProposalDraft:
    lines = [{"language": code, "label": label} for code, label in words]
    return ProposalDraft.model_validate({"labels": lines, "why": WHY, "kind": "theme"} | given)


def into(slug: str) -> MergeDraft:
    return MergeDraft(into=slug, reason=BECAUSE)
