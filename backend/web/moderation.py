"""The conveners' queue: what was reported, in its context, and what was decided."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Response

from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.domain import subjects
from backend.domain.challenges.answers import Answer
from backend.domain.challenges.models import Challenge
from backend.domain.moderation import actions, policy, queries
from backend.domain.moderation.models import RULES, DecisionDraft
from backend.kit import errors
from backend.kit.addresses import PRIVATE
from backend.kit.asking import SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.looking import look_into, look_over
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/moderation")

Decision = Annotated[Form[DecisionDraft], Depends(submitted(DecisionDraft))]


@router.get("", name="moderation:queue")
def queue(ask: SignedIn, kind: str = "") -> Response:
    cases = queries.queue(ask.db, ask.me, kind)
    look_over(ask, [one.glance for one in cases])
    return render(
        ask,
        "moderation/queue.html",
        cases=cases,
        kinds=subjects.kinds(),
        kind=kind,
        rules=RULES,
    )


@router.get("/log", name="moderation:log")
def log(ask: SignedIn, after: int | None = None) -> Response:
    page = queries.history(ask.db, ask.me, after)
    look_over(ask, [line.subject for line in page.items if line.subject])
    return render(
        ask,
        "moderation/log.html",
        page=page,
        rules=RULES,
        kinds=subjects.kinds(),
        address_of=ask.addresses.of,
    )


@router.get("/{kind}/{subject_id}", name="moderation:case")
def case(ask: SignedIn, kind: str, subject_id: UUID) -> Response:
    return _page(ask, kind, subject_id, Form(DecisionDraft))


@router.post("/{kind}/{subject_id}/hiding", name="moderation:hide")
def hide(ask: SignedIn, kind: str, subject_id: UUID, form: Decision) -> Response:
    return _decide(
        ask,
        kind,
        subject_id,
        form,
        deed=actions.hide,
        said=_("It is hidden, and its author told why."),
    )


@router.post("/{kind}/{subject_id}/restoring", name="moderation:restore")
def restore(ask: SignedIn, kind: str, subject_id: UUID, form: Decision) -> Response:
    said = _("It can be seen again, and its author was told why.")
    return _decide(ask, kind, subject_id, form, deed=actions.restore, said=said)


@router.post("/{kind}/{subject_id}/dismissal", name="moderation:dismiss")
def dismiss(ask: SignedIn, kind: str, subject_id: UUID, form: Decision) -> Response:
    said = _("It stays as it is, and who reported it was told why.")
    return _decide(ask, kind, subject_id, form, deed=actions.dismiss, said=said)


def _decide(
    ask: SignedIn,
    kind: str,
    subject_id: UUID,
    form: Form[DecisionDraft],
    *,
    deed: Callable[..., Any],
    said: str,
) -> Response:
    if form.submit(lambda draft: deed(ask.db, ask.me, kind, subject_id, draft)) is None:
        return _page(ask, kind, subject_id, form, status=422)
    return see_other(ask, ask.path_for("moderation:queue"), flash=said)


def _page(
    ask: SignedIn, kind: str, subject_id: UUID, form: Form[DecisionDraft], *, status: int = 200
) -> Response:
    found = queries.case(ask.db, ask.me, kind, subject_id)
    if found is None:
        raise NotFound(_("There is no such thing here."))
    known = subjects.kind(kind)
    thing = ask.db.get_one(known.model, subject_id)
    _look(ask, kind, thing)
    return render(
        ask,
        "moderation/case.html",
        status=status,
        case=found,
        decided=queries.decided(ask.db, ask.me, kind, subject_id),
        noun=known.noun,
        form=form,
        rules=RULES,
        may_decide=found.may_decide,
        may_hide=policy.may_hide(ask.me, known, thing),
        may_restore=policy.may_restore(ask.me, known, thing),
        address="" if kind in PRIVATE else ask.addresses.of(found.glance),
    )


def _look(ask: SignedIn, kind: str, thing: Any) -> None:
    """A case shows the words themselves: what few may see is looked into by that."""
    if kind in PRIVATE:
        ask.look(thing.author_id, kind, thing.id)
    elif isinstance(thing, Challenge):
        look_into(ask, thing)
    elif isinstance(thing, Answer):
        look_into(ask, ask.db.get_one(Challenge, thing.challenge_id))
