import csv
import io
import zlib

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, select

from backend.domain.joining.invitations import Invitation, InvitationList
from backend.domain.members.models import Member
from tests.conftest import SignIn
from tests.support.browser import Browser, landed_on
from tests.support.inviting import checked
from tests.support.make import Make
from tests.support.queries import counted

LISTS = "/moderation/invitations/lists"
TEXT = "ana@x.example\nnobody\nbo@gmail.com\nAna <ana@x.example>\n"


@pytest.fixture
def cara(make: Make, sign_in: SignIn) -> Member:
    cara = make.convener(name="Cara")
    sign_in(cara)
    return cara


@pytest.mark.usefixtures("cara")
def test_a_pasted_list_is_checked_looked_at_and_only_then_sent(
    browser: Browser, db: Session
) -> None:
    assert "Check the list" in browser.get(f"{LISTS}/new").text
    report = landed_on(browser.send(LISTS, text=TEXT, language="es", words="Bienvenida."))
    page = browser.get(report).text
    for words in (
        "2 lines can be sent.",
        "2 lines must be mended first.",
        "There is no e-mail address on this line.",
        "The same address stands on line 1 already.",
        "Invite 2 people",
    ):
        assert words in page
    assert "from a provider that anybody can use" in browser.get(f"{report}?show=noted").text
    assert "ana@x.example" in browser.get(f"{report}?show=good").text
    assert db.exec(select(Invitation)).all() == []
    assert landed_on(browser.send(f"{report}/sending")) == "/moderation/invitations"
    assert "2 people are invited." in browser.get("/moderation/invitations").text
    again = browser.send(f"{report}/sending")
    assert (again.status_code, "This list has been sent already." in again.text) == (409, True)
    assert "2 people were invited from it." in browser.get(report).text
    sent = {(one.email, one.language) for one in db.exec(select(Invitation))}
    assert sent == {("ana@x.example", "es"), ("bo@gmail.com", "es")}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.usefixtures("cara")
def test_a_file_is_read_in_whatever_way_a_spreadsheet_saved_it(
    browser: Browser, encoding: str
) -> None:
    text = (
        'Nome;E-mail;Cidade\r\n"João\r\nda Silva";joao@x.example;Bogotá, Colombia\r\n;nobody;\r\n'
    )
    sent = browser.send(LISTS, files={"file": ("list.csv", text.encode(encoding))}, language="pt")
    report = landed_on(sent)
    assert ">4</th>" in browser.get(report).text
    good = browser.get(f"{report}?show=good").text
    assert "João da Silva · Bogotá, Colombia" in good


@pytest.mark.usefixtures("cara")
def test_what_is_no_list_is_refused_and_the_words_are_kept(browser: Browser, db: Session) -> None:
    sent = browser.send(LISTS, text="", language="en", words="Welcome <b>")
    assert (sent.status_code, sent.text.startswith('<div id="list">')) == (422, browser.htmx)
    assert "There is nobody on this list." in sent.text
    assert "Welcome &lt;b&gt;" in sent.text
    both = browser.send(LISTS, files={"file": ("a.csv", b"a@x.example")}, text=TEXT, language="en")
    assert "Please send a file or paste a list, not both." in both.text
    workbook = browser.send(LISTS, files={"file": ("a.xlsx", b"PK\x03\x04")}, language="en")
    assert "This is a workbook." in workbook.text
    assert db.exec(select(InvitationList)).all() == []


def test_the_report_is_taken_along_without_a_formula_in_it(
    browser: Browser, db: Session, cara: Member
) -> None:
    kept = checked(
        db, cara, '=HYPERLINK("x");=1+1@x.example\nana@x.example\n@SUM(A1),b@x.example\n'
    )
    taken = browser.get(f"{LISTS}/{kept.id}/report.csv")
    assert taken.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert taken.headers["Content-Disposition"].startswith("attachment")
    text = taken.content.decode("utf-8-sig")
    headings, *lines = csv.reader(io.StringIO(text, newline=""))
    assert headings[:2] == ["Line", "E-mail"]
    assert [line[0] for line in lines] == ["1", "2", "3"]
    assert not [cell for line in lines for cell in line if cell[:1] in {"=", "+", "-", "@"}]


def test_a_long_report_comes_in_light_pages_that_miss_nothing(
    browser: Browser, db: Session, cara: Member
) -> None:
    kept = checked(db, cara, "\n".join(f"nobody {'x' * 120} {n}" for n in range(5_000)))
    address, seen = f"{LISTS}/{kept.id}?show=bad", 0
    for _page in range(3):
        answer = browser.get(address)
        assert len(zlib.compress(answer.content)) < 60_000
        seen += answer.text.count('<th scope="row"')
        address = f"{LISTS}/{kept.id}?show=bad&after={seen}"
        assert address.replace("&", "&amp;") in answer.text
    assert seen == 150
    last = browser.get(f"{LISTS}/{kept.id}?show=bad&after=4999").text
    assert (last.count('<th scope="row"'), ">5000</th>" in last) == (1, True)


def test_pieces_of_the_report_are_what_the_page_shows(
    browser: Browser, db: Session, cara: Member
) -> None:
    kept = checked(db, cara, TEXT)
    piece = browser.get(f"{LISTS}/{kept.id}?show=noted", piece=True).text
    assert piece.lstrip().startswith('<div class="stack wide" id="report">') == browser.htmx
    assert "bo@gmail.com" in piece


def test_nobody_else_reads_a_list(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, cara: Member
) -> None:
    kept = checked(db, cara, TEXT)
    for me, status in ((make.convener(), 404), (make.member(), 403)):
        sign_in(me)
        for path in ("", "/report.csv"):
            assert browser.get(f"{LISTS}/{kept.id}{path}").status_code == status
        assert browser.send(f"{LISTS}/{kept.id}/sending").status_code == status
    assert browser.get(f"{LISTS}/new").status_code == 403
    assert browser.send(LISTS, text=TEXT, language="en").status_code == 403
    assert db.exec(select(Invitation)).all() == []


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_report_costs_two_queries_however_long_it_is(
    browser: Browser, db: Session, cara: Member, connection: Connection, how_many: int
) -> None:
    kept = checked(db, cara, "\n".join(["nobody"] * how_many))
    with counted(connection) as queries:
        browser.get(f"{LISTS}/{kept.id}")
    assert len(queries) == 2
