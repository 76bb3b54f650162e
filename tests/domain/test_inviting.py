from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.config import Settings
from backend.core.errors import Denied, NotFound, Rejected, TooMany
from backend.core.pages import Page
from backend.domain.affiliations import actions as affiliations
from backend.domain.affiliations.models import Affiliation, ReasonDraft
from backend.domain.cities.models import City
from backend.domain.joining import actions, invited, inviting, listing, policy, queries, standing
from backend.domain.joining.invitations import Invitation
from backend.domain.joining.invited import InvitationRow
from backend.domain.members.models import Actor, Guest, Member
from backend.domain.moderation.models import LogEntry
from backend.domain.own_data.erasing import erase
from tests.conftest import NOON
from tests.support.inviting import INVITED, checked, draft, invites, letters_of_invitation
from tests.support.joining import (
    HOME,
    application_of,
    bristol,
    events,
    joins,
    verdict,
    wishes_to_join,
)
from tests.support.make import Make

DAY = timedelta(days=1)


def test_whom_a_convener_invites_is_admitted_when_the_address_is_proven(
    db: Session, settings: Settings, make: Make
) -> None:
    cara = make.convener(name="Cara")
    sent = invites(db, settings, cara, name="Amina", language="pt", words="Come and see.")
    (letter,) = letters_of_invitation(db)
    assert (letter.language, letter.facts["by"], letter.facts["words"]) == (
        "pt",
        "Cara",
        "Come and see.",
    )
    assert sent.expires_at == NOON + timedelta(days=settings.invitation_days)
    amina = joins(db, settings, email=INVITED, city="Porto, Portugal")
    assert amina.is_member
    row = queries.one(db, cara, amina.slug)
    assert (row.where, row.decided_by, row.inviter, row.admitted) == (
        "Porto, Portugal",
        "Cara",
        "Cara",
        True,
    )
    entry = db.exec(select(LogEntry)).one()
    assert (entry.deed, entry.convener_id) == ("admit_by_invitation", cara.id)
    assert events(db, amina) == ["application.admitted"]
    assert "member.came" in events(db, cara)
    (mine,) = invited.mine(db, cara).items
    assert (mine.state, mine.admitted, mine.used_at) == ("used", True, NOON)


def test_without_a_city_a_convener_vouches_for_the_person_and_for_no_city_that_they_name(
    db: Session, settings: Settings, make: Make
) -> None:
    cara = make.convener()
    invites(db, settings, cara)
    amina = joins(db, settings, email=INVITED, city="Porto, Portugal")
    assert (amina.is_member, amina.city_id, amina.organisation) == (True, None, "")
    claimed = db.exec(select(Affiliation).where(Affiliation.member_id == amina.id)).one()
    assert (claimed.body, claimed.verified_at, claimed.is_main) == ("Porto", None, False)
    assert "affiliation.asked" in events(db, cara)
    affiliations.confirm(db, cara, claimed, ReasonDraft(reason="The city hall told us so."))
    db.flush()
    porto = db.get_one(City, amina.city_id)
    assert (porto.name, claimed.is_main) == ("Porto", True)


def test_with_a_city_a_convener_vouches_for_both(
    db: Session, settings: Settings, make: Make
) -> None:
    invites(db, settings, make.convener(), city="Porto, Portugal")
    amina = joins(db, settings, email=INVITED, city="Porto, Portugal")
    assert db.get_one(City, amina.city_id).name == "Porto"


def test_whom_a_member_invites_goes_by_domain_or_queue_which_says_who_it_was(
    db: Session, settings: Settings, make: Make
) -> None:
    bristol(db, "bristol.gov.uk")
    convener, ben = make.convener(), make.member("Ben")
    invites(db, settings, ben)
    invites(db, settings, ben, email="ana@bristol.gov.uk")
    amina = joins(db, settings, email=INVITED)
    ana = joins(db, settings, email="ana@bristol.gov.uk", name="Ana")
    assert (amina.is_member, ana.is_member) == (False, True)
    (waits,) = queries.waiting(db, convener).items
    assert (waits.inviter, waits.inviter_slug, waits.waits_for) == ("Ben", ben.slug, "free_mail")
    assert events(db, ben) == ["member.came"]
    actions.decide(db, convener, application_of(db, amina), verdict())
    db.commit()
    assert events(db, ben) == ["member.came", "member.came"]


def test_the_invitation_counts_for_its_address_alone_with_the_link_or_without(
    db: Session, settings: Settings, make: Make
) -> None:
    invites(db, settings, make.convener())
    assert not joins(db, settings, email="somebody@gmail.com", name="Somebody").is_member
    assert joins(db, settings, email=INVITED).is_member


def test_a_conveners_word_is_good_for_the_city_that_they_named(
    db: Session, settings: Settings, make: Make
) -> None:
    cara = make.convener()
    for name, city, admitted in (("a", "Porto, Portugal", True), ("b", "Lyon, France", False)):
        email = f"{name}@gmail.com"
        invites(db, settings, cara, email=email, city="Porto, Portugal")
        assert joins(db, settings, email=email, name=name, city=city).is_member is admitted


def test_a_look_alike_is_held_although_a_convener_invited_it(
    db: Session, settings: Settings, make: Make
) -> None:
    bristol(db, "bristol.gov.uk")
    invites(db, settings, make.convener(), email="amina@brist0l.gov.uk")
    amina = joins(db, settings, email="amina@brist0l.gov.uk")
    assert (amina.is_member, application_of(db, amina).waits_for) == (False, "look_alike")


def test_the_word_of_who_is_no_convener_any_more_only_recommends(
    db: Session, settings: Settings, make: Make
) -> None:
    cara = make.convener()
    invites(db, settings, cara)
    cara.suspended_at = NOON
    db.commit()
    assert not joins(db, settings, email=INVITED).is_member


def test_an_invitation_that_ran_out_or_was_withdrawn_admits_nobody(
    db: Session, settings: Settings, make: Make
) -> None:
    cara = make.convener()
    gone = invites(db, settings, cara, email="gone@gmail.com")
    inviting.withdraw(db, cara, gone)
    invites(db, settings, cara, email="late@gmail.com")
    assert letters_of_invitation(db, "gone@gmail.com") == []
    assert len(letters_of_invitation(db, "late@gmail.com")) == 1
    assert not joins(db, settings, email="gone@gmail.com", name="Gone").is_member
    with clock.stopped(NOON + timedelta(days=settings.invitation_days)):
        assert not joins(db, settings, email="late@gmail.com", name="Late").is_member
        states = sorted(one.state for one in invited.every(db, cara).items)
    assert states == ["expired", "withdrawn"]


def test_nobody_joins_by_an_invitation_without_accepting_the_code_of_conduct() -> None:
    """There is but one form: what invites fills it in, and leaves this open."""
    with pytest.raises(ValueError, match="not accepted"):
        wishes_to_join(email=INVITED, code_of_conduct="no")


def in_nobody(_db: Session, _make: Make) -> None:
    pass


def in_a_member(_db: Session, make: Make) -> None:
    make.member("Amina", email=INVITED)


def in_a_suspended_member(_db: Session, make: Make) -> None:
    make.member("Amina", email=INVITED, suspended_at=NOON)


@pytest.mark.parametrize("known", [in_nobody, in_a_member, in_a_suspended_member])
def test_a_member_who_invites_never_learns_who_is_here_already(
    db: Session, settings: Settings, make: Make, known: Callable[[Session, Make], None]
) -> None:
    ben = make.member("Ben")
    known(db, make)
    sent = invites(db, settings, ben)
    (row,) = invited.mine(db, ben).items
    assert (row.email, row.state, row.admits, row.admitted) == (INVITED, "open", False, None)
    assert sent.expires_at == NOON + timedelta(days=settings.invitation_days)
    with pytest.raises(Rejected, match="You have invited this address already"):
        inviting.invite(db, settings, ben, draft())
    with clock.stopped(NOON + DAY):
        inviting.renew(db, settings, ben, sent)
        inviting.withdraw(db, ben, sent)


def test_a_member_who_is_invited_hears_of_it_here_and_gets_no_letter(
    db: Session, settings: Settings, make: Make
) -> None:
    ben, amina = make.member("Ben"), make.member("Amina", email=INVITED)
    invites(db, settings, ben)
    assert letters_of_invitation(db) == []
    assert events(db, amina) == ["member.would_invite"]


def test_of_two_who_invite_the_same_person_the_second_writes_no_letter_and_learns_nothing(
    db: Session, settings: Settings, make: Make
) -> None:
    ben, eva, cara = make.member("Ben"), make.member("Eva"), make.convener(name="Cara")
    first, second = invites(db, settings, ben), invites(db, settings, eva)
    assert len(letters_of_invitation(db)) == 1
    assert [one.state for one in invited.mine(db, eva).items] == ["open"]
    with pytest.raises(Rejected, match="Ben has invited this address already"):
        inviting.invite(db, settings, cara, draft())
    sent = {one.inviter: one.was_sent for one in invited.every(db, cara).items}
    assert sent == {"Ben": True, "Eva": False}
    inviting.withdraw(db, ben, first)
    with clock.stopped(NOON + DAY):
        inviting.renew(db, settings, eva, second)
        db.commit()
        found = standing.of(db, INVITED)
    assert found
    assert found.id == second.id


def test_conveners_are_told_who_needs_no_invitation(
    db: Session, settings: Settings, make: Make
) -> None:
    cara = make.convener(email="cara@bristol.example")
    make.member("Ben", email="ben@bristol.example")
    joins(db, settings, email="eva@gmail.com", name="Eva")
    for email, sentence in (
        ("ben@bristol.example", "Ben is a member already."),
        ("eva@gmail.com", "Eva has asked to join, and waits for your decision."),
        ("cara@bristol.example", "This is your own address."),
    ):
        with pytest.raises(Rejected) as refused:
            inviting.invite(db, settings, cara, draft(email=email))
        assert refused.value.problems == {"email": sentence}


def test_a_city_that_is_unclear_is_asked_for(db: Session, settings: Settings, make: Make) -> None:
    with pytest.raises(Rejected) as refused:
        inviting.invite(db, settings, make.member(), draft(city="San José"))
    assert list(refused.value.problems) == ["city"]


def test_members_invite_so_many_a_day_and_no_more(
    db: Session, settings: Settings, make: Make
) -> None:
    few = settings.model_copy(update={"invitations_a_day": 2})
    ben, cara = make.member(), make.convener()
    for n in range(2):
        invites(db, few, ben, email=f"m{n}@gmail.com")
    with clock.stopped(NOON + timedelta(hours=1)), pytest.raises(TooMany) as refused:
        inviting.invite(db, few, ben, draft(email="m3@gmail.com"))
    assert refused.value.again_in == 23 * 3600
    with clock.stopped(NOON + DAY):
        invites(db, few, ben, email="m3@gmail.com")
    for n in range(3):
        invites(db, few, cara, email=f"c{n}@gmail.com")


def test_sending_again_makes_the_old_link_lead_nowhere(
    db: Session, settings: Settings, make: Make
) -> None:
    ben = make.member()
    sent = invites(db, settings, ben)
    old = letters_of_invitation(db)[0].facts["token"]
    with pytest.raises(Denied, match="within the last day"):
        inviting.renew(db, settings, ben, sent)
    with clock.stopped(NOON + DAY):
        inviting.renew(db, settings, ben, sent)
        db.commit()
        # The first letter was still unsent, so the second takes its place.
        (letter,) = letters_of_invitation(db)
        assert standing.by_token(db, old) is None
        found = standing.by_token(db, letter.facts["token"])
    assert found
    assert found.expires_at == NOON + DAY + timedelta(days=settings.invitation_days)


def test_a_convener_lets_a_members_invitation_admit_and_takes_that_back(
    db: Session, settings: Settings, make: Make
) -> None:
    ben, cara = make.member(), make.convener()
    sent = invites(db, settings, ben)
    for admits in (True, False, True):
        inviting.vouch(db, cara, sent, admits=admits)
        db.commit()
        assert invited.row(db, cara, sent.id).admits is admits
    assert [one.deed for one in db.exec(select(LogEntry).order_by(col(LogEntry.number)))] == [
        "vouch",
        "vouch_no_more",
        "vouch",
    ]
    assert joins(db, settings, email=INVITED).is_member
    with pytest.raises(Denied, match="used or withdrawn"):
        inviting.vouch(db, cara, sent, admits=False)


def test_who_has_new_rules_to_accept_writes_to_nobody_outside(
    db: Session, settings: Settings, make: Make
) -> None:
    ben, cara = make.member(), make.convener()
    sent, kept = invites(db, settings, ben), checked(db, cara, "ada@bristol.gov.uk")
    ben.conduct_due = cara.conduct_due = True
    for me in (ben, cara):
        with pytest.raises(Denied, match="Our rules have changed"):
            inviting.invite(db, settings, me, draft(email="ada@bristol.gov.uk"))
        with clock.stopped(NOON + 2 * inviting.DAY), pytest.raises(Denied, match="Our rules"):
            inviting.renew(db, settings, me, sent)
    with pytest.raises(Denied, match="Our rules have changed"):
        listing.send(db, settings, cara, kept)
    assert [one.email for one in invited.mine(db, ben).items] == [sent.email]


def test_who_may_see_and_do_what(db: Session, settings: Settings, make: Make) -> None:
    ben, cara, eva = make.member(), make.convener(), make.member()
    applicant, suspended = make.member(admitted_at=None), make.member(suspended_at=NOON)
    sent = invites(db, settings, ben)
    everybody: dict[str, Actor] = {
        "ben": ben, "cara": cara, "eva": eva, "applicant": applicant, "suspended": suspended,
        "guest": Guest(),
    }  # fmt: skip

    def allowed(rule: Callable[[Actor], object]) -> set[str]:
        return {name for name, me in everybody.items() if rule(me)}

    assert allowed(policy.may_invite) == {"ben", "cara", "eva"}
    assert allowed(policy.may_invite_many) == {"cara"}
    assert allowed(policy.may_list_invitations) == {"cara"}
    assert allowed(lambda me: policy.may_withdraw_invitation(me, sent)) == {"ben", "cara"}
    assert allowed(lambda me: policy.may_renew(me, sent, NOON)) == {"ben", "cara"}
    assert allowed(lambda me: policy.may_vouch(me, sent)) == {"cara"}
    seen = {
        name
        for name, me in everybody.items()
        if db.exec(select(Invitation.id).where(invited.visible_to(me))).first()
    }
    assert seen == {"ben", "cara"}
    for me in (eva, applicant, suspended):
        with pytest.raises(NotFound):
            invited.one(db, me, sent.id)
        with pytest.raises(NotFound):
            invited.row(db, me, sent.id)
    with pytest.raises(Denied):
        invited.every(db, ben)


def test_what_has_ended_long_ago_is_forgotten(db: Session, settings: Settings, make: Make) -> None:
    cara = make.convener()
    invites(db, settings, cara, email="waits@gmail.com")
    inviting.withdraw(db, cara, invites(db, settings, cara, email="withdrawn@gmail.com"))
    invites(db, settings, cara)
    joins(db, settings, email=INVITED)
    with clock.stopped(NOON + inviting.KEPT):
        assert inviting.forget(db) == 0
    with clock.stopped(NOON + inviting.KEPT + timedelta(seconds=1)):
        assert inviting.forget(db) == 2
    with clock.stopped(NOON + inviting.KEPT + timedelta(days=15)):
        assert inviting.forget(db) == 1
    assert db.exec(select(Invitation)).all() == []


def test_lists_of_invitations_are_walked_without_missing_any(
    db: Session, settings: Settings, make: Make
) -> None:
    cara = make.convener()
    for n in range(23):
        with clock.stopped(NOON + timedelta(minutes=n)):
            invites(db, settings, cara, email=f"m{n}@gmail.com")
    pages: list[Callable[[str], Page[InvitationRow]]] = [
        lambda after: invited.mine(db, cara, after),
        lambda after: invited.every(db, cara, "open", after),
    ]
    for page in pages:
        first = page("")
        second = page(first.next_key or "")
        names = [one.email for one in (*first.items, *second.items)]
        assert names == [f"m{n}@gmail.com" for n in reversed(range(23))]
        assert second.next_key is None
    assert invited.every(db, cara, "used").items == []


def test_a_member_of_the_network_stays_as_they_are(
    db: Session, settings: Settings, make: Make
) -> None:
    """An invitation that was sent before they joined by another way is simply left."""
    bristol(db, "bristol.gov.uk")
    email = "amina@bristol.gov.uk"
    amina = joins(db, settings, email=email)
    invites(db, settings, make.member(), email=email)
    actions.apply(db, settings, HOME, wishes_to_join(email=email, name="Other"))
    assert db.get_one(Member, amina.id).name == "Amina Mensah"


def test_whoever_goes_takes_along_what_they_sent_and_what_was_sent_to_them(
    db: Session, settings: Settings, make: Make
) -> None:
    ben, cara = make.member("Ben"), make.convener()
    invites(db, settings, ben, email="waits@gmail.com")
    vouched = invites(db, settings, make.member(), email="vouched@gmail.com")
    inviting.vouch(db, cara, vouched, admits=True)
    invites(db, settings, cara)
    amina = joins(db, settings, email=INVITED)
    assert amina.is_member
    for leaving in (amina, ben):
        erase(db, leaving, takes_away=False)
    db.commit()
    assert [one.email for one in db.exec(select(Invitation))] == ["vouched@gmail.com"]
    assert letters_of_invitation(db, "waits@gmail.com") == []
    erase(db, cara, takes_away=False)
    db.commit()
    assert invited.row(db, make.convener(), vouched.id).admits is False
    assert not joins(db, settings, email="vouched@gmail.com", name="Vouched").is_member
