"""Writes to roundtables: planning is for conveners, answers for those who are asked."""

from tests.canary.expected.writes.challenges import TEXT, TOPIC
from tests.canary.expected.writing import Write
from tests.canary.roles import CONVENERS, EVERYBODY, MEMBERS, NOBODY, SIGNED_IN, only

WORDS = {
    "title": "Words enough for a title",
    "purpose": TEXT,
    "language": "en",
    "topics": [TOPIC],
    "minutes": 60,
}
DAY, HOUR = "2026-06-10", "12:00"
TIMES = {"zone": "UTC", "sittings": [{"day": DAY, "time": HOUR}]}
FORM_TIMES = {"zone": "UTC", "sittings.day": DAY, "sittings.time": HOUR}
WHOLE = {**WORDS, **TIMES, "cities": ["city-chosen-planted"]}
CITY = {"add": ["city-elsewhere-planted"]}
PART = [{"minutes": 20, "title": "A part"}]
SEEN = ("draft", "public", "members", "chatham_members")
AT = "/roundtables/{slug}"
SERIES = {"first": DAY, "often": "weekly", "count": 3, "zone": "UTC", "turns": ["12:00"]}

WRITES = (
    Write(
        ("roundtables:plan", "api.roundtables:plan"), "/roundtables", CONVENERS, WORDS, json=WHOLE
    ),
    Write(
        ("roundtables:revise", "api.roundtables:edit"),
        f"{AT}/edit",
        CONVENERS,
        WORDS,
        "roundtable",
        SEEN[:3],
    ),
    Write(("roundtables:discard",), f"{AT}/removal", CONVENERS, over="roundtable", of=("draft",)),
    Write(
        ("roundtables:cancel", "api.roundtables:cancel"),
        f"{AT}/cancellation",
        CONVENERS,
        {"reason": "Nobody can come."},
        "roundtable",
        SEEN[1:],
    ),
    Write(
        ("roundtables:choose_cities", "api.roundtables:choose_cities"),
        f"{AT}/cities",
        CONVENERS,
        CITY,
        "roundtable",
        SEEN,
    ),
    Write(
        ("roundtables:choose_times", "api.roundtables:choose_times"),
        f"{AT}/times",
        CONVENERS,
        FORM_TIMES,
        "roundtable",
        SEEN,
        json=TIMES,
    ),
    Write(
        ("roundtables:begin_poll", "api.roundtables:begin_poll"),
        f"{AT}/poll",
        CONVENERS,
        {"zone": "UTC", "options.day": [DAY, DAY], "options.time": [HOUR, "15:00"]},
        "roundtable",
        ("draft", "chatham_members"),
        json={"zone": "UTC", "options": [{"day": DAY, "time": at} for at in (HOUR, "15:00")]},
    ),
    Write(
        ("roundtables:vote", "api.roundtables:vote"),
        f"{AT}/poll/votes",
        MEMBERS - {"elsewhere"},
        {"votes.number": "0", "votes.says": "yes"},
        "roundtable",
        ("public", "members"),
        json={"votes": [{"number": 0, "says": "yes"}]},
    ),
    Write(
        ("roundtables:close_poll", "api.roundtables:close_poll"),
        f"{AT}/poll/closing",
        CONVENERS,
        {"number": "0"},
        "roundtable",
        ("public", "members"),
    ),
    Write(
        ("roundtables:keep_busy", "api.roundtables:keep_busy"),
        "/roundtables/busy",
        MEMBERS,
        {"address": "https://example.org/mine.ics"},
    ),
    Write(
        ("roundtables:forget_busy", "api.roundtables:forget_busy"),
        "/roundtables/busy/removal",
        SIGNED_IN,
    ),
    Write(("calendar:make",), "/settings/calendar", MEMBERS),
    Write(
        ("calendar:stop", "api.calendar:stop"),
        "/settings/calendar/removal",
        SIGNED_IN,
        program="/me/calendar/removal",
    ),
    Write(
        ("roundtables:begin_series", "api.roundtables:begin_series"),
        f"{AT}/series",
        CONVENERS,
        SERIES,
        "roundtable",
        ("draft",),
    ),
    Write(
        ("api.roundtables:series_hours",),
        f"{AT}/series/hours",
        CONVENERS,
        SERIES,
        "roundtable",
        ("draft",),
    ),
    Write(
        ("roundtables:invite_series", "api.roundtables:invite_series"),
        f"{AT}/series/invitations",
        NOBODY,
        over="roundtable",
        of=("draft",),
        otherwise=dict.fromkeys(CONVENERS, 404),
    ),
    Write(
        ("roundtables:take_offer",),
        f"{AT}/times/offer",
        CONVENERS,
        {"offer": f"{DAY}T{HOUR}"},
        "roundtable",
        SEEN,
    ),
    Write(
        ("roundtables:write_agenda", "api.roundtables:write_agenda"),
        f"{AT}/agenda",
        CONVENERS,
        {"items.minutes": "20", "items.title": "A part"},
        "roundtable",
        SEEN,
        json={"items": PART},
    ),
    Write(
        ("roundtables:invite", "api.roundtables:invite"),
        f"{AT}/invitations",
        CONVENERS,
        over="roundtable",
        of=("draft",),
    ),
    Write(
        ("roundtables:write_note", "api.roundtables:write_note"),
        f"{AT}/notes",
        CONVENERS,
        {"body": TEXT},
        "roundtable",
        ("held", "held_members"),
    ),
    Write(
        ("roundtables:send_note", "api.roundtables:send_note"),
        f"{AT}/notes/reviews",
        CONVENERS,
        {"until": "2026-05-20"},
        "roundtable",
        ("held", "held_members"),
    ),
    Write(
        ("roundtables:review_note", "api.roundtables:review_note"),
        f"{AT}/notes/3/voices",
        only("elsewhere"),
        {"section": "-1", "says": "agrees"},
        "roundtable",
        ("held", "held_members"),
        otherwise=dict.fromkeys(EVERYBODY - CONVENERS, 404),
        json={"section": -1, "says": "agrees"},
    ),
    Write(
        ("roundtables:settle_note", "api.roundtables:settle_note"),
        f"{AT}/notes/3/voices/{{id}}/verdict",
        CONVENERS,
        {"verdict": "taken_up"},
        "voice",
    ),
    Write(
        ("roundtables:answer", "api.roundtables:answer"),
        f"{AT}/seats",
        MEMBERS - {"elsewhere"},
        {"answer": "maybe"},
        "roundtable",
        SEEN[1:],
    ),
    Write(
        ("roundtables:ask", "api.roundtables:ask"),
        f"{AT}/questions",
        NOBODY,
        {"words": "Who pays for all of this?"},
        "roundtable",
        SEEN,
    ),
    Write(
        ("roundtables:vote_for", "api.roundtables:vote_for"),
        f"{AT}/questions/{{id}}/votes",
        NOBODY,
        over="attendee_question",
        json={"stop": False},
    ),
    Write(
        ("roundtables:mark", "api.roundtables:mark"),
        f"{AT}/questions/{{id}}/answer",
        CONVENERS,
        {"reply": "The city does."},
        "attendee_question",
    ),
    Write(
        ("roundtables:register", "api.roundtables:register"),
        f"{AT}/registration",
        only("colleague", "chosen"),
        {"brings": "A draft."},
        "roundtable",
        SEEN[1:],
    ),
    Write(
        ("roundtables:put_questions", "api.roundtables:put_questions"),
        f"{AT}/registration/questions",
        CONVENERS,
        {"questions.words": "Which track?"},
        "roundtable",
        SEEN,
        json={"questions": [{"words": "Which track?"}]},
    ),
    Write(
        ("roundtables:check_in", "api.roundtables:check_in"),
        f"{AT}/check-in",
        NOBODY,
        {"way": "online"},
        "roundtable",
        SEEN[1:],
    ),
    Write(
        ("roundtables:mark_presence", "api.roundtables:mark_presence"),
        f"{AT}/attendance",
        CONVENERS,
        {"member": "elsewhere-asks", "way": "online"},
        "roundtable",
        ("held", "held_members"),
    ),
    Write(
        ("roundtables:complete_attendance", "api.roundtables:complete_attendance"),
        f"{AT}/attendance/completion",
        CONVENERS,
        over="roundtable",
        of=("held", "held_members"),
    ),
    Write(("roundtables:follow",), f"{AT}/followers", MEMBERS, over="roundtable", of=SEEN[1:]),
)
