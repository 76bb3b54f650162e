"""Writes to challenges, answers and drafts."""

from tests.canary.expected.writing import Write
from tests.canary.roles import AUTHOR, CITIZENS, HOME, LEADS, MEMBERS, NOBODY, only
from tests.canary.words import word

TOPIC = word("topic.challenge-public.label")
TEXT = "As many plain words as a sound text needs, and a few."
WORDS = {
    "title": "Words enough for a title",
    "context": TEXT,
    "tried": "",
    "help_wanted": TEXT,
    "topics": [TOPIC],
    "language": "en",
    "visibility": "members",
    "cities": [],
}
SEEN = ("public", "members", "cities")
SAID = ("public-seen", "members-seen", "cities-seen")
ANSWER = {"kind": "experience", "body": TEXT, "language": "en"}
STEERS = LEADS | AUTHOR
HIDDEN = only("author", "convener")
AT = "/challenges/{slug}"
TO_ANSWER = "/challenges/{slug}/answers/{id}"

WRITES = (
    Write(("challenges:post", "api.challenges:post"), "/challenges", MEMBERS, WORDS),
    Write(("challenges:preview",), "/challenges/preview", MEMBERS, WORDS),
    Write(("challenges:find_cities",), "/challenges/cities", MEMBERS, {"city_words": "city"}),
    Write(
        ("challenges:revise", "api.challenges:edit"), f"{AT}/edit", AUTHOR, WORDS, "challenge", SEEN
    ),
    Write(("challenges:save_draft",), "/challenges/drafts", MEMBERS, {"title": "Half a title"}),
    Write(
        ("api.challenges:save_draft",),
        "/challenges/drafts/019df2dc-0a00-7000-8000-000000000000",
        MEMBERS,
        {"title": "Half a title"},
    ),
    Write(
        ("challenges:remove_draft", "api.challenges:remove_draft"),
        "/challenges/drafts/{id}/removal",
        only("author"),
        over="draft",
    ),
    Write(
        ("api.challenges:post_draft",),
        "/challenges/drafts/{id}/posting",
        only("author"),
        WORDS,
        "taken_draft",
        otherwise=dict.fromkeys(sorted(MEMBERS), 409),
    ),
    Write(
        ("challenges:answer", "api.answers:answer"),
        f"{AT}/answers",
        MEMBERS - {"author"},
        ANSWER,
        "challenge",
        SEEN,
    ),
    Write(
        ("challenges:answer", "api.answers:answer"),
        f"{AT}/answers",
        NOBODY,
        ANSWER,
        "challenge",
        ("hidden", "closed"),
    ),
    Write(
        ("challenges:reply", "api.answers:reply"),
        f"{TO_ANSWER}/replies",
        MEMBERS,
        ANSWER,
        "answer",
        SAID,
    ),
    Write(
        ("challenges:reply", "api.answers:reply"),
        f"{TO_ANSWER}/replies",
        NOBODY,
        ANSWER,
        "answer",
        ("*-hidden", "*reply"),
    ),
    Write(
        ("challenges:mark_helpful", "api.answers:mark_helpful"),
        f"{TO_ANSWER}/helpful",
        MEMBERS - {"colleague"},
        {"said": "true"},
        "answer",
        SAID,
    ),
    Write(
        ("challenges:mark_help", "api.answers:mark_help"),
        f"{TO_ANSWER}/help",
        STEERS,
        {"said": "true"},
        "answer",
        SAID,
    ),
    Write(
        ("challenges:revise_answer", "api.answers:edit"),
        f"{TO_ANSWER}/edit",
        only("colleague", "convener"),
        ANSWER,
        "answer",
        SAID,
    ),
    Write(
        ("challenges:face", "api.challenges:face"),
        f"{AT}/facing",
        CITIZENS - HOME,
        {"words": "So do we"},
        "challenge",
        SEEN,
    ),
    Write(
        ("challenges:withdraw", "api.challenges:withdraw"),
        f"{AT}/facing/withdrawal",
        only("chosen"),
        over="challenge",
        of=SEEN,
        otherwise={"elsewhere": 409, "convener": 409},
    ),
    Write(
        ("challenges:follow", "api.challenges:follow"),
        f"{AT}/following",
        MEMBERS - {"author"},
        {"said": "true"},
        "challenge",
        SEEN,
    ),
    Write(
        ("challenges:set_status", "api.challenges:set_status"),
        f"{AT}/status",
        STEERS,
        {"status": "in_progress"},
        "challenge",
        SEEN,
    ),
    Write(
        ("challenges:end", "api.challenges:end"),
        f"{AT}/outcome",
        STEERS,
        {"ending": "solved", "worked": TEXT},
        "challenge",
        SEEN,
    ),
)
