from sqlmodel import Session

from backend.core.ids import new_id
from backend.core.providers import Vouched
from backend.domain.joining import identities, programs
from backend.domain.joining.ways import Passkey
from backend.domain.members import sessions
from backend.domain.members.sessions import Device
from tests.conftest import Connect
from tests.support.make import Make

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:145.0) Gecko/20100101 Firefox/145.0"


def test_a_program_lists_and_ends_the_sessions_of_its_member(
    connect: Connect, db: Session, make: Make
) -> None:
    ana, ben = make.member(), make.member()
    for member in (ana, ana, ben):
        sessions.start(db, member, device=Device(FIREFOX, "203.0.113.0/24"))
    db.commit()
    program = connect(ana)
    first, second = program.get("/me/sessions").json()["items"]
    assert (first["device"], first["network"]) == ("Firefox on Windows", "203.0.113.…")
    assert program.post(f"/me/sessions/{first['id']}/ending").status_code == 204
    assert program.post(f"/me/sessions/{first['id']}/ending").status_code == 404
    assert program.get("/me/sessions").json()["items"] == [second]
    assert program.post("/me/sessions/ending").status_code == 204
    assert program.get("/me/sessions").json() == {"items": []}
    assert len(connect(ben).get("/me/sessions").json()["items"]) == 1


def test_a_program_lists_tokens_and_can_end_its_own(
    connect: Connect, db: Session, make: Make
) -> None:
    ana = make.member()
    programs.make(db, ana, programs.TokenDraft(name="Our portal"))
    program = connect(ana)
    tokens = sorted(program.get("/me/tokens").json()["items"], key=lambda one: str(one["name"]))
    assert [(one["name"], one["scope"], one["is_this"]) for one in tokens] == [
        ("", "write", True),
        ("Our portal", "read", False),
    ]
    assert "token" not in str(tokens)
    assert program.post(f"/me/tokens/{new_id()}/ending").status_code == 404
    assert program.post(f"/me/tokens/{tokens[0]['id']}/ending").status_code == 204
    assert program.get("/me/tokens").status_code == 401


def test_a_token_that_reads_ends_nothing(connect: Connect, make: Make) -> None:
    program = connect(make.member(), scope="read")
    assert program.post("/me/sessions/ending").status_code == 403
    assert program.get("/me/sessions").status_code == 200
    assert connect().get("/me/sessions").status_code == 401


def test_a_program_lists_by_which_accounts_its_member_signs_in(
    connect: Connect, db: Session, make: Make
) -> None:
    ana, ben = make.member(), make.member()
    for member in (ana, ben):
        vouched = Vouched("https://accounts.example", member.slug, "ana@accounts.example")
        identities.keep(db, member, vouched)
    db.commit()
    (kept,) = connect(ana).get("/me/identities").json()["items"]
    assert (kept["issuer"], kept["email"]) == ("https://accounts.example", "ana@accounts.example")
    assert kept["label"] == "https://accounts.example"
    assert "subject" not in kept


def test_a_program_lists_passkeys_by_name_and_nothing_that_opens(
    connect: Connect, db: Session, make: Make
) -> None:
    ana, ben = make.member(), make.member()
    for member in (ana, ben):
        db.add(Passkey(member_id=member.id, credential_id=member.slug, public_key="x", name="Mine"))
    db.commit()
    (kept,) = connect(ana).get("/me/passkeys").json()["items"]
    assert kept.keys() == {"id", "name", "made_at", "used_at"}
    assert kept["name"] == "Mine"
