from sqlmodel import Session

from backend.core.config import Settings
from tests.conftest import Connect
from tests.support.inviting import INVITED, invites
from tests.support.make import Make


def test_a_member_invites_lists_and_withdraws(connect: Connect, make: Make) -> None:
    program = connect(make.member("Ben"))
    sent = program.post("/invitations", {"email": INVITED, "language": "fr"})
    assert sent.status_code == 201
    said = sent.json()
    assert (said["state"], said["admits"], said["inviter"]) == ("open", False, "Ben")
    assert "was_sent" not in said
    assert program.get("/invitations").json() == {"items": [said], "next": None}
    again = program.post("/invitations", {"email": INVITED})
    assert again.status_code == 422
    assert again.json()["problems"] == {"email": "You have invited this address already."}
    taken = program.post(f"/invitations/{said['id']}/withdrawal")
    assert (taken.status_code, taken.json()["state"]) == (200, "withdrawn")
    assert program.post(f"/invitations/{said['id']}/renewal").status_code == 403


def test_the_answer_is_the_same_for_a_member_of_the_network(connect: Connect, make: Make) -> None:
    make.member(email="here@x.example")
    program = connect(make.member("Ben"))
    answers = []
    for email in ("here@x.example", "new@x.example"):
        answer = program.post("/invitations", {"email": email})
        body = answer.json() | {"id": "", "email": ""}
        answers.append((answer.status_code, body))
    assert answers[0] == answers[1]


def test_a_convener_reads_everybodys_and_vouches(
    connect: Connect, db: Session, settings: Settings, make: Make
) -> None:
    sent = invites(db, settings, make.member())
    program = connect(make.convener())
    listed = program.get("/invitations", whose="everybody", state="open").json()["items"]
    assert [one["email"] for one in listed] == [INVITED]
    vouched = program.post(f"/invitations/{sent.id}/vouching", {"admits": True})
    assert vouched.json()["admits"] is True
    other = connect(make.member())
    assert other.get("/invitations", whose="everybody").status_code == 403
    assert other.post(f"/invitations/{sent.id}/vouching", {"admits": True}).status_code == 404


def test_a_list_is_checked_and_sent(connect: Connect, make: Make) -> None:
    program = connect(make.convener())
    read = program.post("/invitation-lists", {"text": "a@x.example\nnobody\nb@gmail.com"})
    assert read.status_code == 201
    said = read.json()
    assert said["counts"] == {"bad": 1, "noted": 1, "good": 1}
    assert said["lines"] == [
        {
            "line": 2,
            "email": "",
            "standing": "bad",
            "sentences": ["There is no e-mail address on this line."],
        }
    ]
    path = f"/invitation-lists/{said['id']}"
    good = program.get(path, standing="good").json()
    assert [one["email"] for one in good["lines"]] == ["a@x.example"]
    sent = program.post(f"{path}/sending").json()
    assert sent["sent_count"] == 2
    assert program.post(f"{path}/sending").status_code == 409
    assert connect(make.convener()).get(path).status_code == 404
    assert connect(make.member()).get(path).status_code == 403
    assert connect(make.member()).post("/invitation-lists", {"text": "x"}).status_code == 403
    empty = program.post("/invitation-lists", {"text": ""})
    assert empty.json()["problems"] == {"text": "There is nobody on this list."}
