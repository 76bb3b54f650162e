"""Proposing topics, and deciding about proposals."""

from collections.abc import Iterable
from datetime import timedelta

from sqlmodel import Session, col, func, select

from backend.core import clock
from backend.core.errors import Conflict, Rejected, TooMany
from backend.core.i18n import _, ngettext
from backend.core.locks import alone
from backend.core.slugs import free_slug
from backend.core.text import fold
from backend.domain.curation import keeping, policy, telling, words
from backend.domain.curation.drafts import ProposalDraft, ReasonDraft, TopicDraft
from backend.domain.curation.models import TopicProposal
from backend.domain.members.models import Member
from backend.domain.moderation import log
from backend.domain.topics.models import Topic
from backend.domain.topics.queries import tree

RESERVED = frozenset({"new"})
"""Pages of ours that no proposal may have for its address."""
MOST_WAITING = 5
"""Proposals of one member that wait for an answer at the same time."""
PAUSE = timedelta(days=30)
"""How long a member waits before proposing anew what was refused."""


def propose(db: Session, me: Member, draft: ProposalDraft) -> TopicProposal:
    """Ask the conveners for a topic; they are told."""
    policy.may_propose(me).insist()
    labels: dict[str, str] = {one.language: one.label for one in draft.labels if one.label}
    under = keeping.found(db, draft.under, "under") if draft.under else None
    _insist_on_labels(db, draft)
    alone(db, f"proposals of {me.id}")
    _insist_few(db, me)
    _insist_on_pause(db, me, labels.values())
    title = labels.get("en") or next(iter(labels.values()))
    proposal = TopicProposal(
        slug=free_slug(db, TopicProposal.slug, title, reserved=RESERVED),
        author_id=me.id,
        title=title,
        labels=labels,
        why=draft.why,
        kind=draft.kind,
        under_id=under.id if under else None,
    )
    db.add(proposal)
    db.flush()
    telling.tell_of_proposal(db, proposal, me)
    return proposal


def accept(db: Session, me: Member, proposal: TopicProposal, draft: TopicDraft) -> Topic:
    """Make the topic, as it was proposed or better; whoever proposed it is told."""
    policy.may_decide(me, proposal).insist()
    topic = keeping.made(db, draft)
    proposal.topic_id = topic.id
    _decide(db, me, proposal, "accepted", draft.reason)
    return topic


def refuse(db: Session, me: Member, proposal: TopicProposal, draft: ReasonDraft) -> TopicProposal:
    """Say no, and why."""
    policy.may_decide(me, proposal).insist()
    return _decide(db, me, proposal, "refused", draft.reason)


def _decide(
    db: Session, me: Member, proposal: TopicProposal, verdict: str, reason: str
) -> TopicProposal:
    proposal.decided_at, proposal.decided_by_id = clock.now(), me.id
    proposal.verdict, proposal.reason = verdict, reason
    db.add(proposal)
    deed = "accept_topic" if verdict == "accepted" else "refuse_topic"
    log.append(db, me.id, deed, ("topic_proposal", proposal.id), reason=reason)
    telling.tell_of_verdict(db, proposal)
    return proposal


def _insist_on_labels(db: Session, draft: ProposalDraft) -> None:
    problems: dict[str, str] = {}
    for number, one in enumerate(draft.labels):
        place = f"labels.{number}.label"
        if one.label and not words.has_letter(one.label):
            problems[place] = _("Please give a name with at least one letter.")
        elif one.label and (known := words.owner(db, one.language, one.label)):
            problems[place] = words.means(one.label, tree(db).by_id[known])
    if not any(one.label for one in draft.labels):
        problems["labels.0.label"] = _("Please name it in at least one language.")
    if problems:
        raise Rejected(problems)


def _insist_few(db: Session, me: Member) -> None:
    waiting = select(func.count()).where(
        col(TopicProposal.author_id) == me.id, col(TopicProposal.decided_at).is_(None)
    )
    if db.exec(waiting).one() >= MOST_WAITING:
        raise TooMany(
            _("Several of your proposals wait for an answer. Please wait for that first."),
            again_in=86_400,
        )


def _insist_on_pause(db: Session, me: Member, labels: Iterable[str]) -> None:
    """What conveners have just said no to isn't put to them again at once under the same name."""
    refused = select(TopicProposal).where(
        col(TopicProposal.author_id) == me.id,
        col(TopicProposal.verdict) == "refused",
        col(TopicProposal.decided_at) > clock.now() - PAUSE,
    )
    wanted = {fold(label) for label in labels}
    for one in db.exec(refused):
        if one.decided_at and wanted & {fold(label) for label in one.labels.values()}:
            days = -(-(one.decided_at + PAUSE - clock.now()) // timedelta(days=1))
            raise Conflict(
                ngettext(
                    "“{title}” was refused lately. Please wait {count} day, or write to a convener.",
                    "“{title}” was refused lately. Please wait {count} days, or write to a convener.",
                    days,
                    title=one.title,
                )
            )
