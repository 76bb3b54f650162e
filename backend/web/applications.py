"""Applications to join: what waits, one of them, and the decision, for those who may decide."""

from typing import Annotated

from fastapi import Depends, Response

from backend.core import names
from backend.core.i18n import _
from backend.domain.joining import actions, further, places, policy, queries
from backend.domain.joining.further import FurtherDraft
from backend.domain.joining.models import REASONS, VerdictDraft
from backend.domain.members import naming
from backend.domain.members.models import Member
from backend.domain.topics import queries as topics
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/moderation/members")

VerdictForm = Annotated[Form[VerdictDraft], Depends(submitted(VerdictDraft))]
FurtherForm = Annotated[Form[FurtherDraft], Depends(submitted(FurtherDraft))]

DECISION, FURTHER = "applications/_decision.html", "applications/_further.html"


@router.get("", name="applications:index")
def index(ask: SignedIn, show: str = "", after: str = "") -> Response:
    decided = show == "decided"
    listed = queries.decided if decided else queries.waiting
    page = listed(ask.db, ask.me, after)
    return render(
        ask,
        "applications/index.html",
        "applications/_list.html",
        page=page,
        decided=decided,
        first=not after,
        reasons=REASONS,
        patience=ask.settings.application_days,
    )


@router.get("/{slug}", name="applications:show")
def show(ask: SignedIn, slug: str) -> Response:
    return _page(ask, slug)


@router.post("/{slug}/decision", name="applications:decide")
def decide(ask: SignedIn, slug: str, form: VerdictForm) -> Response:
    application = queries.entity(ask.db, ask.me, slug)
    if form.submit(lambda draft: actions.decide(ask.db, ask.me, application, draft)) is None:
        return _page(ask, slug, form=form, status=422)
    name = ask.db.get_one(Member, application.member_id).name
    said = _("{name} is a member now, and was told.", name=name)
    if not application.admitted:
        said = _("{name} was told that this is a no, and why.", name=name)
    return see_other(ask, ask.path_for("applications:index"), flash=said)


@router.post("/{slug}/questions", name="applications:question")
def question(ask: SignedIn, slug: str, form: FurtherForm) -> Response:
    application = queries.entity(ask.db, ask.me, slug)
    if form.submit(lambda draft: further.ask(ask.db, ask.me, application, draft)) is None:
        return _page(ask, slug, FURTHER, asking=form, status=422)
    path = ask.path_for("applications:show", slug=slug)
    return see_other(ask, path, flash=_("Your question is sent, and the application waits."))


@router.post("/{slug}/answers", name="applications:answer")
def answer(ask: SignedIn, slug: str, form: FurtherForm) -> Response:
    application = queries.entity(ask.db, ask.me, slug)
    if form.submit(lambda draft: further.answer(ask.db, ask.me, application, draft)) is None:
        return _page(ask, slug, FURTHER, answering=form, status=422)
    path = ask.path_for("applications:show", slug=slug)
    return see_other(ask, path, flash=_("Thank you. Whoever asked you was told."))


@router.post("/{slug}/withdrawal", name="applications:withdraw")
def withdraw(ask: SignedIn, slug: str) -> Response:
    actions.withdraw(ask.db, ask.me, queries.entity(ask.db, ask.me, slug))
    said = _("You have taken your application back. You may ask again whenever you like.")
    return see_other(ask, ask.path_for("front:show"), flash=said)


def _page(
    ask: SignedIn,
    slug: str,
    piece: str = DECISION,
    *,
    form: Form[VerdictDraft] | None = None,
    asking: Form[FurtherDraft] | None = None,
    answering: Form[FurtherDraft] | None = None,
    status: int = 200,
) -> Response:
    form = form or Form(VerdictDraft)
    row = queries.one(ask.db, ask.me, slug)
    application, applicant, named = queries.with_applicant(ask.db, row)
    ask.look(applicant.id, "application", application.id)
    tree = topics.tree(ask.db)
    may_decide = policy.may_decide(ask.me, application, applicant)
    return render(
        ask,
        "applications/show.html",
        piece,
        status=status,
        application=row,
        can_help=tree.of(named["can_help"]),
        looking_for=tree.of(named["looking_for"]),
        name_twins=naming.twins(ask.db, applicant.name, applicant.id) if may_decide else (),
        name_is_mixed=names.is_mixed(applicant.name),
        form=form,
        places=places.choice(form.value("city"), form.value("place")),
        reasons=REASONS,
        may_decide=may_decide,
        may_list=policy.may_list(ask.me),
        may_withdraw=policy.may_withdraw(ask.me, application),
        further=further.of(ask.db, application.id),
        asking=asking or Form(FurtherDraft),
        answering=answering or Form(FurtherDraft),
        may_answer=policy.may_answer(ask.me, application),
        likeness=queries.likeness(ask.db, row),
        may_remember=policy.may_remember(ask.me, application),
    )
