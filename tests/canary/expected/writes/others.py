"""Writes to people, cities, topics, the desk and one's own things."""

from tests.canary.expected.writes.challenges import TEXT
from tests.canary.expected.writing import Write
from tests.canary.roles import CONVENERS, LEADS, MEMBERS, NOBODY, SIGNED_IN, only
from tests.canary.words import word

SAID = {"said": "true"}
SHOWN = (
    *("name", "pronouns", "title", "city", "bio", "languages", "hours"),
    *("can_help", "looking_for", "would_convene"),
)
PROFILE = {
    "name": "Another name",
    "zone": "Europe/London",
    "work_starts": "09:00",
    "work_ends": "17:00",
    **dict.fromkeys(
        ("pronunciation", "pronouns", "title", "department", "organisation", "bio", "language"), ""
    ),
    **dict.fromkeys((f"{field}_to" for field in SHOWN), "members"),
}
PROFILE_JSON = {
    **PROFILE,
    **dict.fromkeys(("languages", "can_help", "looking_for"), ()),
    **dict.fromkeys(("would_convene", "unlisted", "unsuggested"), False),
}
"""Where nothing is ticked, a form sends nothing."""
WISHES = {
    **dict.fromkeys(("talks", "contributions", "roundtables", "duties"), "at_once"),
    **dict.fromkeys(("follows", "network"), "weekly"),
    "hour": "8",
    "letters": "as_chosen",
}
REPORT = {"kind": "challenge", "subject_id": "{id}", "rule": "topic", "words": TEXT}
DECISION = {"rule": "topic", "reason": TEXT}
CASE = "/moderation/{slug}/{id}"
VERDICT = {"admit": "true", "reason": TEXT}

ENDORSED = f"/people/{{slug}}/endorsements/{word('topic.person-public-can_help.label')}"
NOT_THERE = dict.fromkeys(SIGNED_IN, 404)
"""What others said, or was said of others, is not there."""

WRITES = (
    Write(
        ("settings:save", "api.me:save"),
        "/settings",
        MEMBERS,
        PROFILE,
        program="/me/profile",
        json=PROFILE_JSON,
    ),
    Write(
        ("quiet_hours:choose", "api.quiet_hours:choose"),
        "/settings/quiet-hours",
        MEMBERS,
        {"starts": "22:00", "ends": "07:00"},
        program="/me/quiet-hours",
    ),
    Write(
        ("wishes:choose", "api.wishes:choose"),
        "/settings/notifications",
        MEMBERS,
        WISHES,
        program="/me/notifications",
    ),
    Write(
        ("peers:pass_over", "api.peers:pass_over"),
        "/who-can-help/passing",
        MEMBERS,
        {"kind": "challenge", "about": "{id}", "person": "person-public-planted"},
        over="challenge",
    ),
    Write(("notifications:read", "api.notifications:read"), "/notifications/reading", SIGNED_IN),
    Write(
        ("settings:readdress", "api.me:readdress"),
        "/settings/address",
        MEMBERS,
        program="/me/address",
    ),
    Write(
        ("names:stand", "api.names:stand"),
        "/moderation/names/{id}/standing",
        CONVENERS,
        {"reason": ""},
        over="name_change",
    ),
    Write(
        ("names:refuse", "api.names:refuse"),
        "/moderation/names/{id}/refusal",
        CONVENERS,
        {"reason": "It reads as the name of somebody else."},
        over="name_change",
    ),
    Write(
        ("settings:keep_name", "api.me:keep_name"),
        "/settings/name/withdrawal",
        only("author"),
        otherwise=dict.fromkeys(MEMBERS - {"author"}, 409),
        program="/me/name/withdrawal",
    ),
    Write(
        ("endorsements:endorse", "api.endorsements:endorse"),
        ENDORSED,
        MEMBERS,
        {"words": "Helped us."},
        "person",
        ("public",),
    ),
    Write(
        ("endorsements:withdraw", "api.endorsements:withdraw"),
        f"{ENDORSED}/withdrawal",
        only("author"),
        over="person",
        of=("public",),
        otherwise=NOT_THERE,
    ),
    Write(
        ("endorsements:remove", "api.endorsements:remove"),
        f"{ENDORSED}/removal",
        NOBODY,
        {"endorsement_id": "{id}"},
        "person",
        ("public",),
        otherwise=NOT_THERE,
        json={"id": "{id}"},
    ),
    Write(
        ("people:follow", "api.people:follow"),
        "/people/{slug}/following",
        MEMBERS,
        SAID,
        "person",
        ("public",),
    ),
    Write(
        ("blocks:block", "api.blocks:block"),
        "/people/{slug}/block",
        MEMBERS,
        SAID,
        "person",
        ("public",),
    ),
    Write(
        ("blocks:mute", "api.blocks:mute"),
        "/people/{slug}/mute",
        MEMBERS,
        SAID,
        "person",
        ("public",),
    ),
    Write(
        ("cities:save", "api.cities:save"),
        "/cities/{slug}",
        LEADS,
        {"priorities": ""},
        "city",
        ("home",),
        json={"priorities": []},
    ),
    Write(
        ("cities:tell", "api.cities:tell"),
        "/cities/{slug}/facts/website",
        LEADS,
        {"value": "https://example.org", "source": "", "link": "", "as_of": ""},
        "city",
        ("home",),
        json={"value": "https://example.org"},
    ),
    Write(
        ("cities:choose_rest_days", "api.cities:choose_rest_days"),
        "/cities/{slug}/rest-days",
        LEADS,
        {"days": ["5", "6"]},
        "city",
        ("home",),
    ),
    Write(
        ("cities:say", "api.cities:say"),
        "/cities/{slug}/openness/data",
        LEADS,
        {"stage": "leading", "words": TEXT, "link": ""},
        "city",
        ("home",),
    ),
    Write(
        ("cities:trust", "api.cities:trust"),
        "/cities/{slug}/domains",
        CONVENERS,
        {"domains": ["home.example"]},
        "city",
        ("home",),
    ),
    Write(
        ("cities:follow", "api.cities:follow"),
        "/cities/{slug}/following",
        MEMBERS,
        SAID,
        "city",
        ("home",),
    ),
    Write(
        ("topics:follow", "api.topics:follow"),
        "/topics/{slug}/following",
        MEMBERS,
        SAID,
        "topic",
        ("challenge-public",),
    ),
    Write(
        ("applications:decide",),
        "/moderation/members/{slug}/decision",
        LEADS,
        VERDICT,
        "application",
        ("pending",),
    ),
    Write(
        ("api.applications:decide",),
        "/applications/{slug}/decision",
        LEADS,
        VERDICT,
        "application",
        ("pending",),
    ),
    *(
        Write(
            (f"{program}applications:{verb}",),
            f"{place}/{{slug}}/{noun}",
            to,
            {"words": TEXT},
            "application",
            ("pending",),
            otherwise=otherwise,
        )
        # They have been asked something already, and have yet to answer.
        for verb, noun, to, otherwise in (
            ("question", "questions", NOBODY, dict.fromkeys(LEADS, 409)),
            ("answer", "answers", only("pending"), {}),
        )
        for program, place in (("", "/moderation/members"), ("api.", "/applications"))
    ),
    Write(
        ("applications:withdraw",),
        "/moderation/members/{slug}/withdrawal",
        only("pending"),
        over="application",
    ),
    Write(
        ("api.applications:withdraw",),
        "/applications/{slug}/withdrawal",
        only("pending"),
        over="application",
    ),
    Write(
        ("questions:add",), "/moderation/questions", CONVENERS, {"words": "What else do you do?"}
    ),
    Write(
        ("questions:retire",), "/moderation/questions/{id}/retirement", CONVENERS, over="question"
    ),
    Write(
        ("reports:make", "api.reports:make"),
        "/reports",
        MEMBERS - {"author"},
        REPORT,
        "challenge",
        ("members", "narrowed"),
    ),
    Write(
        ("moderation:hide", "api.moderation:hide"),
        f"{CASE}/hiding",
        CONVENERS,
        DECISION,
        "open_case",
        ("challenge-*",),
    ),
    Write(
        ("moderation:restore", "api.moderation:restore"),
        f"{CASE}/restoring",
        CONVENERS,
        DECISION,
        "hidden_case",
        ("challenge-*", "answer-public-*"),
    ),
    Write(
        ("moderation:dismiss", "api.moderation:dismiss"),
        f"{CASE}/dismissal",
        CONVENERS,
        DECISION,
        "open_case",
    ),
)
