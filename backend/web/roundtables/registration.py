"""What those who come need and bring: asked, answered, and read by those who run the meeting."""

from typing import Annotated

from fastapi import Depends, Query, Response

from backend.core import clock, tongues
from backend.core.i18n import _, ngettext
from backend.domain.roundtables import following, queries, registering, registration_rules
from backend.domain.roundtables.following import QuestionsDraft
from backend.domain.roundtables.levels import LEVELS
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.own_questions import (
    MOST_QUESTIONS,
    OwnQuestionDraft,
    typed,
)
from backend.domain.roundtables.registration import (
    MOST_LANGUAGES,
    NEEDS,
    RegistrationDraft,
)
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.forms import Form, edited
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/roundtables/{slug}")

RegistrationForm = Annotated[
    Form[RegistrationDraft], Depends(edited(RegistrationDraft, ticked=("needs",)))
]
QuestionsForm = Annotated[Form[QuestionsDraft], Depends(edited(QuestionsDraft))]
After = Annotated[int, Query(ge=0, le=1_000_000_000)]


@router.get("/registration", name="roundtables:registration")
def mine(ask: SignedIn, slug: str) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    return _form(ask, table, None)


@router.post("/registration", name="roundtables:register")
def register(ask: SignedIn, slug: str, form: RegistrationForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    if form.submit(lambda draft: registering.register(ask.db, ask.me, table, draft)) is None:
        return _form(ask, table, form, status=422)
    path = f"{ask.path_for('roundtables:show', slug=slug)}#seats"
    return see_other(ask, path, flash=_("Thank you. What you need and bring is known now."))


@router.get("/registrations", name="roundtables:registrations")
def everybody(ask: SignedIn, slug: str, after: After = 0) -> Response:
    """For those who run the meeting: counts, and who answered what."""
    table = queries.one(ask.db, ask.me, slug)
    told = registering.summary(ask.db, ask.me, table)
    found = registering.answered(ask.db, ask.me, table, after)
    for one in found.items:
        if one.needs or one.needs_words:
            ask.look(one.member_id, "access_need", table.id)
    path = ask.path_for("roundtables:registrations", slug=slug)
    return render(
        ask,
        "roundtables/registrations.html",
        table=table,
        told=told,
        people=found.items,
        questions=registering.questions(ask.db, table),
        needs=NEEDS,
        levels=LEVELS,
        tongue=tongues.name,
        may_read_needs=registration_rules.may_read_needs(ask.me, table),
        may_put=registration_rules.may_put_questions(ask.me, table, clock.now()),
        forgotten=_forgotten(ask),
        older=f"{path}?after={found.next_key}" if found.next_key else "",
        newest=path if after else "",
    )


@router.get("/registration/questions", name="roundtables:own_questions")
def own(ask: SignedIn, slug: str) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    asked = [
        OwnQuestionDraft(words=one.words, choices=typed(one.choices))
        for one in registering.questions(ask.db, table)
    ]
    return _questions(ask, table, Form.of(QuestionsDraft, questions=asked))


@router.post("/registration/questions", name="roundtables:put_questions")
def put(ask: SignedIn, slug: str, form: QuestionsForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)

    def act(draft: QuestionsDraft) -> object:
        return following.each(
            ask.db, ask.me, table, draft, lambda one: registering.put(ask.db, ask.me, one, draft)
        )

    if form.submit(act) is None:
        return _questions(ask, table, form, status=422)
    path = ask.path_for("roundtables:registrations", slug=slug)
    return see_other(ask, path, flash=_("Those who come are asked this from now on."))


def _form(
    ask: AskingMember,
    table: Roundtable,
    form: Form[RegistrationDraft] | None,
    *,
    status: int = 200,
) -> Response:
    room = queries.room(ask.db, ask.me, table)
    registration_rules.may_register(ask.me, table, room, clock.now()).insist()
    known = registering.mine(ask.db, ask.me, table)
    said = dict(known.registration.answers) if known.registration else {}
    if form is not None:
        given = form.lines("answers")
        said = {one.get("question_id", ""): one.get("words", "") for one in given}
    return render(
        ask,
        "roundtables/registration.html",
        "roundtables/_registration_form.html",
        status=status,
        table=table,
        form=form or _filled(known),
        said=said,
        questions=registering.questions(ask.db, table),
        needs=[(key, _(words)) for key, words in NEEDS.items()],
        levels=[("", _("No answer")), *((key, _(words)) for key, words in LEVELS.items())],
        tongues_offered=[("", _("No answer")), *tongues.choices()],
        most_languages=MOST_LANGUAGES,
        forgotten=_forgotten(ask),
    )


def _filled(known: registering.Mine) -> Form[RegistrationDraft]:
    words: dict[str, object] = {}
    if known.registration:
        words |= known.registration.model_dump(include={"languages", "level", "brings"})
    if known.need:
        words |= {"needs": known.need.needs, "needs_words": known.need.words}
    return Form.of(RegistrationDraft, **words)


def _forgotten(ask: AskingMember) -> str:
    days = ask.settings.access_needs_days
    return ngettext(
        "It is forgotten {count} day after the meeting.",
        "It is forgotten {count} days after the meeting.",
        days,
    )


def _questions(
    ask: AskingMember, table: Roundtable, form: Form[QuestionsDraft], *, status: int = 200
) -> Response:
    registration_rules.may_put_questions(ask.me, table, clock.now()).insist()
    lines = form.lines("questions")
    return render(
        ask,
        "roundtables/own_questions.html",
        "roundtables/_own_questions_form.html",
        status=status,
        table=table,
        form=form,
        later=following.count(ask.db, table),
        lines=[*lines, *([{}] * max(0, MOST_QUESTIONS - len(lines)))],
    )
