"""What comes to the conveners: applications with their answers, reports; and who follows what."""

from backend.domain.joining import actions as joining
from backend.domain.joining import further, questions
from backend.domain.joining.further import FurtherDraft
from backend.domain.joining.models import Application, JoinDraft, QuestionDraft, VerdictDraft
from backend.domain.members import blocks
from backend.domain.moderation import looks
from backend.domain.moderation.actions import report
from backend.domain.moderation.models import ReportDraft
from backend.domain.notifications.actions import follow as begin_to_follow
from backend.kit.unsubscribing import Unwanted, token_of
from tests.canary.planting.ground import Plant
from tests.canary.roles import CONVENERS, EVERYBODY, LEADS, NOBODY, only
from tests.support.joining import HOME, token_for, wish


def follow(plant: Plant) -> None:
    """Everybody who can follows the author and the home city, to hear of all that may be heard."""
    for role in ("partner", "elsewhere", "suspended"):
        for kind, subject in (
            ("member", plant.people["author"].id),
            ("city", plant.cities["home"].id),
        ):
            begin_to_follow(plant.db, plant.people[role].id, kind, subject)


def keep_apart(plant: Plant) -> None:
    """Two who want nothing to do with each other, and one who is heard no more."""
    blocks.block(plant.db, plant.people["elsewhere"], plant.people["members"])
    blocks.mute(plant.db, plant.people["partner"], plant.people["public"])


def plant_ending(plant: Plant) -> None:
    """The address by which somebody ends letters: whoever has it may open it, and reads no name."""
    reader = plant.people["author"].id
    token = token_of(plant.settings.secret.get_secret_value(), Unwanted(reader, "follows"))
    plant.garden.keep("ending", "letters", token, reader, EVERYBODY)


def plant_applications(plant: Plant) -> None:
    """One that waits, one that was refused, one whose address nobody proved."""
    convener = plant.people["convener"]
    question = questions.add(
        plant.db,
        convener,
        QuestionDraft(words=plant.said("question.asked.words", EVERYBODY)),
    )
    retired = questions.add(
        plant.db, convener, QuestionDraft(words=plant.said("question.retired.words", NOBODY))
    )
    questions.retire(plant.db, convener, retired.id)
    plant.garden.keep("question", "asked", "", question.id, EVERYBODY)
    for role in ("pending", "refused"):
        member = plant.people[role]
        said = plant.text(f"application.{role}.answer", LEADS | only(role))
        made = Application(
            member_id=member.id,
            answers=[[question.words, said]],
            waits_for="unknown_domain",
        )
        member.title = plant.said(f"application.{role}.title", LEADS | only(role))
        member.email = f"{plant.said(f'application.{role}.email', LEADS | only(role))}@example.org"
        plant.db.add_all([made, member])
        plant.db.flush()
        plant.garden.keep("application", role, member.slug, made.id, LEADS | only(role))
        # They learn that it was read, and by whom.
        for reader in ("lead", "convener"):
            looked = looks.Looked(member.id, "application", made.id)
            looks.note(plant.db, plant.people[reader], [looked])
            plant.also(f"look.{role}.{reader}", f"asker.{reader}.name", only(role))
        plant.also(f"application.{role}.name", f"asker.{role}.name", LEADS | only(role))
        plant.also(f"application.{role}.home", "city.home.name", LEADS | only(role))
        plant.also(f"application.{role}.question", "question.asked.words", LEADS | only(role))
        asked = plant.text(f"application.{role}.asked", LEADS | only(role))
        further.ask(plant.db, convener, made, FurtherDraft(words=asked))
        plant.also(f"application.{role}.asker", "asker.convener.name", LEADS | only(role))
        if role == "refused":
            answered = plant.text(f"application.{role}.answered", LEADS | only(role))
            further.answer(plant.db, member, made, FurtherDraft(words=answered))
            reason = plant.text(f"application.{role}.reason", LEADS | only(role))
            draft = VerdictDraft.model_validate({"admit": False, "reason": reason})
            joining.decide(plant.db, convener, made, draft)
            decider = f"application.{role}.decider"
            plant.also(decider, "asker.convener.name", LEADS | only(role))
    _unproven(plant)


def _unproven(plant: Plant) -> None:
    wanted = JoinDraft.model_validate(
        wish(
            name=plant.said("unproven.one.name", NOBODY),
            title=plant.said("unproven.one.title", NOBODY),
            email=f"{plant.said('unproven.one.email', NOBODY)}@example.org",
            city="other",
            place="other",
            questions=[str(plant.garden.things["question"]["asked"].id)],
            answers=[plant.said("unproven.one.answer", NOBODY)],
        )
    )
    joining.apply(plant.db, plant.settings, HOME, wanted)
    plant.db.flush()
    link = plant.garden.keep(
        "link", "unproven", token_for(plant.db, wanted.email), plant.cities["home"].id, EVERYBODY
    )
    assert link.slug


def plant_reports(plant: Plant) -> None:
    """Everything that can be reported is, by somebody who sees it."""
    for kind, name, role in (
        ("challenge", "public", "elsewhere"),
        ("challenge", "cities", "chosen"),
        ("answer", "public-seen", "elsewhere"),
        ("resource", "members_link", "elsewhere"),
        ("roundtable", "members", "elsewhere"),
        ("member", "public", "elsewhere"),
    ):
        thing = plant.garden.things["person" if kind == "member" else kind][name]
        words = plant.text(f"report.{kind}-{name}.words", CONVENERS)
        draft = ReportDraft(rule="topic", words=words)
        report(plant.db, plant.people[role], kind, thing.id, draft)
        plant.garden.keep("case", f"{kind}-{name}", kind, thing.id, CONVENERS)
        # Whoever may not decide is told so, whether there is a case or not.
        plant.garden.keep("open_case", f"{kind}-{name}", kind, thing.id, EVERYBODY)
