"""Writes to twinnings: the leads of the two cities act for them."""

from datetime import timedelta

from backend.core import clock
from tests.canary.expected.writing import Write
from tests.canary.roles import CONVENERS, LEADS, only
from tests.canary.words import word

LEAD = only("lead")
TOMORROW = clock.now().date() + timedelta(days=1)
TEXT = "and as many plain words as a sound text needs."
STEP = "/twinnings/{slug}/steps/{id}"

WRITES = (
    Write(
        ("twinnings:propose", "api.twinnings:propose"),
        "/twinnings",
        LEADS,
        {
            "city": "city-home-planted",
            "other": "city-secretariat-planted",
            "kind": "peer",
            "topics": [word("topic.twinning-agreed.label")],
            "purpose": TEXT,
            "starts_on": f"{TOMORROW}",
            "ends_on": f"{TOMORROW + timedelta(days=60)}",
        },
    ),
    Write(
        ("twinnings:agree", "api.twinnings:agree"),
        "/twinnings/{slug}/agreement",
        CONVENERS,
        over="twinning",
        of=("waiting",),
    ),
    Write(
        ("twinnings:decline", "api.twinnings:decline"),
        "/twinnings/{slug}/refusal",
        CONVENERS,
        {"words": TEXT},
        "twinning",
        ("waiting",),
    ),
    Write(
        ("twinnings:withdraw", "api.twinnings:withdraw"),
        "/twinnings/{slug}/withdrawal",
        LEADS,
        over="twinning",
        of=("waiting",),
    ),
    Write(
        ("twinnings:call_off", "api.twinnings:call_off"),
        "/twinnings/{slug}/cancellation",
        LEAD,
        {"words": TEXT},
        "twinning",
        ("ahead",),
    ),
    Write(
        ("twinnings:report", "api.twinnings:report"),
        "/twinnings/{slug}/report",
        LEAD,
        {"came_of": TEXT, "learned": "", "next_steps": ""},
        "twinning",
        ("agreed",),
    ),
    Write(
        ("twinnings:plan", "api.twinnings:plan"),
        "/twinnings/{slug}/steps",
        LEAD,
        {"title": "A call of both"},
        "twinning",
        ("agreed",),
    ),
    Write(
        ("twinnings:replan", "api.twinnings:replan"),
        STEP,
        LEAD,
        {"title": "A longer call", "words": "", "side": "both", "due_on": ""},
        "step",
        json={"title": "A longer call", "words": "", "side": "both", "due_on": None},
    ),
    Write(
        ("twinnings:finish", "api.twinnings:finish"),
        f"{STEP}/completion",
        LEAD,
        {"said": "true"},
        "step",
    ),
    Write(("twinnings:remove", "api.twinnings:remove"), f"{STEP}/removal", LEAD, over="step"),
)
