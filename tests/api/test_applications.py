import pytest
from sqlmodel import Session

from backend.core.config import Settings
from backend.domain.joining import admission
from backend.domain.members.models import Member
from tests.conftest import Connect
from tests.support.joining import wishes_to_join
from tests.support.make import Make

BECAUSE = "We know her from the workshop."


@pytest.fixture
def amina(db: Session, settings: Settings) -> Member:
    member = admission.receive(db, settings, wishes_to_join(email="amina@gmail.com"))
    db.commit()
    return member


def test_a_program_learns_for_whom_it_acts(connect: Connect, make: Make) -> None:
    cara = make.convener(name="Cara")
    answer = connect(cara, scope="read").get("/me")
    assert answer.status_code == 200
    assert answer.json() == {
        "id": str(cara.id),
        "slug": cara.slug,
        "name": "Cara",
        "email": cara.email,
        "title": "",
        "zone": "Europe/London",
        "language": "",
        "is_member": True,
        "is_lead": False,
        "is_convener": True,
    }
    stranger = connect().get("/me")
    assert (stranger.status_code, stranger.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_a_convener_lists_and_decides(connect: Connect, make: Make, amina: Member) -> None:
    program = connect(make.convener(name="Cara"))
    listed = program.get("/applications").json()
    assert [one["slug"] for one in listed["items"]] == [amina.slug]
    assert listed["next"] is None
    assert listed["items"][0]["waits_for"] == "free_mail"
    assert program.get("/applications", state="decided").json()["items"] == []
    decided = program.post(
        f"/applications/{amina.slug}/decision", {"admit": True, "reason": BECAUSE}
    )
    assert (decided.status_code, decided.json()["decided_by"]) == (200, "Cara")
    assert program.get(f"/applications/{amina.slug}").json() == decided.json()
    assert program.get("/applications").json()["items"] == []
    again = program.post(
        f"/applications/{amina.slug}/decision", {"admit": False, "reason": BECAUSE}
    )
    assert (again.status_code, again.json()["detail"]) == (403, "This has been decided already.")


def test_a_decision_without_a_reason_is_refused(
    connect: Connect, make: Make, amina: Member
) -> None:
    answer = connect(make.convener()).post(f"/applications/{amina.slug}/decision", {"admit": True})
    assert (answer.status_code, list(answer.json()["problems"])) == (422, ["body.reason"])


def test_who_may_not_decide_learns_nothing(connect: Connect, make: Make, amina: Member) -> None:
    sent = {"admit": True, "reason": BECAUSE}
    decision = f"/applications/{amina.slug}/decision"
    assert connect().get("/applications").status_code == 401
    assert connect(make.member()).get("/applications").status_code == 403
    assert connect(make.member()).get(f"/applications/{amina.slug}").status_code == 404
    assert connect(make.member()).post(decision, sent).status_code == 404
    assert connect(make.convener(), scope="read").post(decision, sent).status_code == 403
    assert connect(make.convener()).get("/applications", after="odd").status_code == 404


def test_an_applicant_takes_it_back(connect: Connect, make: Make, amina: Member) -> None:
    path = f"/applications/{amina.slug}/withdrawal"
    assert connect(make.member()).post(path).status_code == 404
    assert connect(make.convener()).post(path).status_code == 403
    taken = connect(amina).post(path)
    assert (taken.status_code, taken.json()["withdrawn"]) == (200, True)
    assert connect(amina).post(path).status_code == 403
