"""Challenges, what is said to them, and drafts."""

from tests.canary.expected.shapes import Surface
from tests.canary.roles import AUTHOR, CONVENERS, LEADS, MEMBERS, SIGNED_IN, only

FORMS = ("topic.*.label",)
SPOKEN_OF = ("public", "members", "cities", "hidden")
ENDED = ("solved", "closed")
OPEN = ("[!sc]*", "cities")
WHOLE = (
    "challenge.{one}.title",
    "challenge.{one}.context",
    "challenge.{one}.tried",
    "challenge.{one}.help_wanted",
    "challenge.{one}.tag",
    "challenge.{one}.city",
    "challenge.{one}.author",
)
ANSWERS = ("answer.{one}-*.body", "answers.{one}.author")
FACING = ("facing.{one}.words", "facing.{one}.city")
ROWS = ("challenge.*.title", "challenge.*.city", "challenge.*.tag")
COLLEAGUE = only("colleague", "convener")

SURFACES = (
    Surface("challenges:index", "/challenges", (*ROWS, "topic.*.label"), piece=ROWS, lists=True),
    Surface("challenges:new", "/challenges/new", FORMS, to=MEMBERS),
    Surface(
        "challenges:edit",
        "/challenges/{slug}/edit",
        (*FORMS, *WHOLE[:4]),
        over="challenge",
        of=("[!sc]*",),
        to=AUTHOR,
    ),
    Surface(
        "challenges:edit",
        "/challenges/{slug}/edit",
        (*FORMS, *WHOLE[:4], "city.chosen.name"),
        over="challenge",
        of=("cities",),
        to=AUTHOR,
    ),
    Surface("challenges:drafts", "/challenges/drafts", ("draft.*.title",), to=SIGNED_IN),
    Surface("challenges:draft", "/challenges/drafts/{id}", (*FORMS, "draft.{one}.*"), over="draft"),
    Surface(
        "challenges:edit_answer",
        "/challenges/{slug}/answers/{id}/edit",
        ("answer.{one}.body", "answered.{one}.title"),
        over="answer",
        to=COLLEAGUE,
    ),
    Surface(
        "challenges:outcome",
        "/challenges/{slug}/outcome",
        ("challenge.{one}.title", "answer.{one}-seen.body", "answers.{one}.author"),
        over="challenge",
        of=SPOKEN_OF,
        to=LEADS | AUTHOR,
    ),
    Surface(
        "challenges:show",
        "/challenges/{slug}",
        (*WHOLE, *ANSWERS, *FACING),
        over="challenge",
        of=SPOKEN_OF,
        piece=(*ANSWERS, "challenge.{one}.city"),
    ),
    Surface(
        "challenges:show",
        "/challenges/{slug}",
        (*WHOLE, "challenge.{one}.worked", "challenge.{one}.not_worked", "writes.{one}.title"),
        over="challenge",
        of=ENDED,
    ),
    Surface(
        "challenges:show",
        "/challenges/{slug}",
        WHOLE,
        over="challenge",
        of=("narrowed",),
    ),
    Surface(
        "challenges:topics",
        "/challenges/{slug}/topics",
        ("topic.*.label", "challenge.{one}.title"),
        over="challenge",
        of=("public", "members", "cities"),
        to=CONVENERS,
    ),
    Surface(
        "challenges:history",
        "/challenges/{slug}/history",
        ("challenge.{one}.title", "challenge.{one}.author"),
        over="challenge",
    ),
    Surface(
        "api.challenges:list",
        "/api/v1/challenges",
        (
            "challenge.*.title",
            "challenge.*.context",
            "challenge.*.tag",
            "challenge.*.city",
            "challenge.*.author",
        ),
        lists=True,
    ),
    Surface("api.challenges:drafts", "/api/v1/challenges/drafts", ("draft.*.title",), to=SIGNED_IN),
    Surface(
        "api.challenges:draft", "/api/v1/challenges/drafts/{id}", ("draft.{one}.*",), over="draft"
    ),
    Surface(
        "api.challenges:show",
        "/api/v1/challenges/{slug}",
        (*WHOLE, *ANSWERS, *FACING),
        over="challenge",
        of=SPOKEN_OF,
    ),
    Surface(
        "api.challenges:show",
        "/api/v1/challenges/{slug}",
        (*WHOLE, "challenge.{one}.worked", "challenge.{one}.not_worked", "writes.{one}.title"),
        over="challenge",
        of=ENDED,
    ),
    Surface(
        "api.challenges:history",
        "/api/v1/challenges/{slug}/history",
        ("challenge.{one}.author",),
        over="challenge",
    ),
)
