import random
from collections.abc import Callable
from datetime import timedelta
from typing import TypeAlias

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.config import Settings
from backend.core.errors import Conflict, Denied, NotFound, Rejected
from backend.domain.joining import list_checking, listing
from backend.domain.joining.invitations import Invitation, InvitationList, ListDraft
from backend.domain.joining.list_report import Report
from backend.domain.members.models import Member
from tests.conftest import NOON
from tests.support.inviting import checked, invites, letters_of_invitation, report
from tests.support.joining import bristol, joins
from tests.support.make import Make
from tests.support.queries import counted

GOOD, LINES = "good", 5_000
HEADINGS = "Nom;Adresse e-mail;Thèmes;Ville;Fonction"
CITIES = ("Porto, Portugal", "Lyon, France", "Reykjavík", "", "Bogotá, Colombia")

Planted: TypeAlias = Callable[[int], str]
"""The text of a bad record; the number makes its address one of its own."""

PLANTED: dict[str, Planted] = {
    "quotes": lambda n: f'"Ana "x;ana{n}@q.example;;;',
    "no_address": lambda n: f"Ana {n};;;;",
    "several_addresses": lambda n: f"Ana;a{n}@s.example c{n}@s.example;;;",
    "more_cells": lambda n: f"Ana;ana{n}@m.example;;Porto; Portugal;Directrice",
    "not_an_address": lambda n: f"Ana;ana{n}@localhost;;;",
    "own": lambda _n: "Cara;cara@own.example;;;",
    "member": lambda n: f"Ben;BEN{n % 3}@Known.Example;;;",
    "applied": lambda _n: "Eva;eva@gmail.com;;;",
    "invited": lambda _n: "Flo;flo@invited.example;;;",
    "no_city": lambda n: f"Ana;ana{n}@n.example;;Qwxyzk;",
    "which_city": lambda n: f"Ana;ana{n}@w.example;;San José;",
    "long_name": lambda n: f"{'A' * 81};ana{n}@l.example;;;",
    "long_title": lambda n: f"Ana;ana{n}@t.example;;;{'x' * 121}",
    "long_city": lambda n: f"Ana;ana{n}@c.example;;{'x' * 121};",
}
KNOWN = {"own", "member", "applied", "invited"}
"""Kinds whose few addresses come again and again; from the second time on they stand there twice."""


@pytest.fixture
def cara(db: Session, make: Make, settings: Settings) -> Member:
    """A convener in a network that knows some of those whom the lists name."""
    cara = make.convener(name="Cara", email="cara@own.example")
    bristol(db, "bristol.gov.uk")
    for n in range(3):
        make.member(f"Ben {n}", email=f"ben{n}@known.example")
    joins(db, settings, email="eva@gmail.com", name="Eva")
    invites(db, settings, make.member("Gil"), email="flo@invited.example")
    make.topic("Housing")
    return cara


def good(n: int, chance: random.Random) -> str:
    name = chance.choice([f"Ana {n}", f'"Ana, {n}"', f'"Ana\r\n{n}"', f'Ána "Nina" {n}', ""])
    city = chance.choice(CITIES)
    return f"{name};ana{n}@good{n % 700}.example;housing;{city};Directrice générale"


def planted_list(chance: random.Random) -> tuple[str, dict[int, str]]:
    """A list of as many records as may be, and what must be said of which line."""
    kinds = [kind for kind in (*PLANTED, "twice") for _n in range(12)]
    kinds += [GOOD] * (LINES - len(kinds))
    chance.shuffle(kinds)
    pieces, at = [f"{HEADINGS}\r\n"], 2
    expected: dict[int, str] = {}
    seen: dict[str, int] = {}
    for n, drawn in enumerate(kinds):
        kind = GOOD if drawn == "twice" and not seen else drawn
        if kind == "twice":
            record = f"Ana;{chance.choice([*seen]).upper()};;;"
        else:
            record = good(n, chance) if kind == GOOD else PLANTED[kind](n)
        blank = chance.choice(["", "", "", "\r\n"])
        at += blank.count("\n")
        address = record.split(";")[1].lower()
        if kind != GOOD:
            expected[at] = "twice" if kind in KNOWN and address in seen else kind
        if kind == GOOD or kind in KNOWN:
            seen.setdefault(address, at)
        pieces.append(f"{blank}{record}\r\n")
        at += record.count("\n") + 1
    return "".join(pieces), expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_of_five_thousand_lines_exactly_the_bad_ones_are_named(
    db: Session, cara: Member, encoding: str
) -> None:
    text, expected = planted_list(random.Random(encoding))
    lines = report(db, cara, raw=text.encode(encoding))
    assert len(lines) == LINES
    named = {one.line: one.faults[0][0] for one in lines if one.faults}
    assert named == expected
    assert set(named.values()) == {*PLANTED, "twice"}
    assert [one.line for one in lines if one.faults and not one.sentences] == []
    assert [one.line for one in lines if one.notes and not one.faults] == []


def test_a_list_says_what_to_look_at_and_sends_it_all_the_same(db: Session, cara: Member) -> None:
    text = (
        "ana@gmail.com\nbo@brist0l.gov.uk\nCy, cy@bristol.gov.uk, , , Housing\n"
        "Di, di@bristol.gov.uk, , , Alchemy\n"
    )
    ana, bo, cy, di = report(db, cara, text)
    assert [one.standing for one in (ana, bo, cy, di)] == ["noted", "noted", "good", "noted"]
    assert ana.sentences == ["The address is from a provider that anybody can use."]
    assert bo.sentences == [
        "The domain is written with letters that look like those of bristol.gov.uk."
    ]
    assert (cy.topics, cy.sentences) == (["housing"], [])
    assert di.sentences == ["We know no topic called “Alchemy”, and leave it out."]


def test_cities_are_looked_up_and_the_likely_ones_named(db: Session, cara: Member) -> None:
    known, unclear, unknown = report(
        db,
        cara,
        "a@x.example;Porto, Portugal\nb@x.example;;San José\nc@x.example;;Qwxyzk".replace(
            "a@x.example;", "a@x.example;Ana;"
        ),
    )
    assert (known.faults, known.place_id) == ([], 2735943)
    assert unclear.sentences[0].startswith("“San José” is not clear. Do you mean San Jose, ")
    assert unknown.sentences == [
        "We know no city called “Qwxyzk”. Leave it empty for somebody who works for none."
    ]


def test_who_stands_twice_is_invited_once(db: Session, cara: Member) -> None:
    first, second = report(db, cara, "ana@x.example\nAna <ANA@X.example>")
    assert first.faults == []
    assert second.sentences == ["The same address stands on line 1 already."]


def test_a_line_may_name_the_language_of_its_letter(
    db: Session, cara: Member, settings: Settings
) -> None:
    text = "email,idioma\na@x.example,português\nb@x.example,Klingon\nc@x.example,"
    kept = listing.read(db, cara, ListDraft(text=text, language="fr", words="Venez."))
    assert listing.send(db, settings, cara, kept) == 3
    sent = {one.email: (one.language, one.words) for one in db.exec(select(Invitation))}
    assert [sent[f"{name}@x.example"] for name in "abc"] == [
        ("pt", "Venez."),
        ("fr", "Venez."),
        ("fr", "Venez."),
    ]
    b = Report.of(kept.lines).lines[1]
    assert b.sentences == ["We write no letters in “Klingon”, and take the language of the list."]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "There is nobody on this list."),
        (b"Name,E-mail\n", "There is nobody on this list."),
        (b"Name,City\nAna,Porto\n", "None of the headings in the first line says E-mail."),
        (b"PK\x03\x04rest", "This is a workbook. In Excel, choose Save as, then CSV UTF-8."),
        (b"a\0b", "We cannot read this as a list. Save it as CSV UTF-8."),
        (b'"a"b\n' * 101, "We cannot read this as a list. Save it as CSV UTF-8."),
        (b"x" * 2_000_001, "This file is larger than 2 megabytes."),
        (b"a@x.example\n" * 5_001, "A list may have 5000 lines. Please send this in parts."),
    ],
)
def test_what_is_no_list_or_too_long_a_one_is_refused_with_a_sentence(
    db: Session, cara: Member, raw: bytes, sentence: str
) -> None:
    with pytest.raises(Rejected) as refused:
        listing.read(db, cara, ListDraft(), raw)
    assert refused.value.problems == {"file": sentence}
    assert db.exec(select(InvitationList)).all() == []


def test_a_column_that_holds_no_cities_sends_the_list_back_before_it_takes_long(
    db: Session, cara: Member
) -> None:
    most = list_checking.MOST_UNCLEAR
    lines = [f"Ana;ana{n}@x.example;Qwxyzk {n} {n}" for n in range(most + 1)]
    assert len(report(db, cara, "\n".join(lines[:most]))) == most
    with pytest.raises(Rejected) as refused:
        listing.read(db, cara, ListDraft(text="\n".join(lines)))
    sentence = "We know hardly any city of this list. Is that column what it says?"
    assert refused.value.problems == {"text": sentence}


def test_only_the_good_lines_are_sent_once_and_not_faster_than_letters_go(
    db: Session, settings: Settings, cara: Member
) -> None:
    names = [f"m{n}@x.example" for n in range(listing.A_MINUTE + 1)]
    kept = checked(db, cara, "\n".join([*names, "nobody", "ben0@known.example"]))
    assert db.exec(select(Invitation).where(col(Invitation.inviter_id) == cara.id)).all() == []
    assert listing.send(db, settings, cara, kept) == len(names)
    db.commit()
    sent = db.exec(select(Invitation).where(col(Invitation.inviter_id) == cara.id)).all()
    assert {one.email for one in sent} == set(names)
    assert {one.vouched_by_id for one in sent} == {cara.id}
    due = [letters_of_invitation(db, name)[0].due_at for name in names]
    assert due == [NOON] * listing.A_MINUTE + [NOON + timedelta(minutes=1)]
    with pytest.raises(Conflict, match="sent already"):
        listing.send(db, settings, cara, kept)
    assert (kept.sent_count, kept.sent_at) == (len(names), NOON)


def test_who_joined_or_was_invited_since_the_check_is_left_out(
    db: Session, settings: Settings, make: Make, cara: Member
) -> None:
    kept = checked(db, cara, "a@x.example\nb@x.example\nc@x.example")
    make.member(email="a@x.example")
    invites(db, settings, make.member(), email="b@x.example")
    assert listing.send(db, settings, cara, kept) == 1


def test_an_invitation_that_ran_out_is_no_hindrance(
    db: Session, settings: Settings, make: Make, cara: Member
) -> None:
    invites(db, settings, make.member(), email="a@x.example")
    with clock.stopped(NOON + timedelta(days=settings.invitation_days)):
        kept = checked(db, cara, "a@x.example")
        assert listing.send(db, settings, cara, kept) == 1


def test_a_list_is_read_by_its_maker_alone_and_forgotten_after_a_day(
    db: Session, make: Make, settings: Settings, cara: Member
) -> None:
    kept = checked(db, cara, "a@x.example")
    assert listing.one(db, cara, kept.id) is kept
    with pytest.raises(NotFound):
        listing.one(db, make.convener(), kept.id)
    member = make.member()
    for deed in (
        lambda: listing.one(db, member, kept.id),
        lambda: listing.send(db, settings, member, kept),
        lambda: listing.read(db, member, ListDraft(text="a@x.example")),
    ):
        with pytest.raises(Denied):
            deed()
    with clock.stopped(NOON + listing.KEPT):
        assert listing.forget(db) == 0
    with clock.stopped(NOON + listing.KEPT + timedelta(seconds=1)):
        assert listing.forget(db) == 1


@pytest.mark.parametrize("how_many", [1, 300])
def test_a_check_asks_the_database_as_much_for_many_lines_as_for_one(
    db: Session, cara: Member, connection: Connection, how_many: int
) -> None:
    text = "\n".join(f"m{n}@x{n}.example" for n in range(how_many))
    with counted(connection) as queries:
        listing.read(db, cara, ListDraft(text=text))
    assert len(queries) == 6
