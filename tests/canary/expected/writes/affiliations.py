"""Writes to affiliations, to what was left to colleagues, to roles and to one's own data."""

from tests.canary.expected.writes.challenges import TEXT, TOPIC
from tests.canary.expected.writing import Write
from tests.canary.roles import CONVENERS, HOME, LEADS, MEMBERS, NOBODY, SIGNED_IN, only

WHY = {"reason": TEXT}
AT = "/affiliations/{id}"
ITEM = "/hand-overs/{slug}/items/{id}"
CLAIM = {"city": "Harbour Museum", "place": "other"}
ROLE = {"member": "colleague-asks", "role": "curator", "scope": TOPIC, "reason": TEXT}
NONE = "019df2dc-0a00-7000-8000-000000000000"
ELSEWHERE = only("elsewhere")
SPENT = dict.fromkeys(sorted(SIGNED_IN), 404)


def _pair(name: str, address: str) -> tuple[str, str]:
    return f"{name}:{address}", f"api.{name}:{address}"


WRITES = (
    Write(
        ("affiliations:claim", "api.me:claim"),
        "/settings/affiliation",
        MEMBERS,
        CLAIM,
        program="/me/affiliations",
    ),
    Write(("affiliations:prove",), "/settings/affiliation/none", NOBODY, otherwise=SPENT),
    Write(("api.me:prove",), "/me/affiliations/proof", NOBODY, {"token": "none"}, otherwise=SPENT),
    *(
        Write(_pair("affiliations", deed), f"{AT}/{noun}", to, WHY, "affiliation")
        for deed, noun, to in (
            ("confirm", "confirmation", CONVENERS),
            ("refuse", "refusal", CONVENERS),
            # Nobody has verified it yet, so there is nothing to end or to act by.
            ("remove", "removal", NOBODY),
            ("choose", "main", NOBODY),
            ("leave", "departure", ELSEWHERE),
        )
    ),
    Write(
        _pair("affiliations", "renew"),
        f"{AT}/renewal",
        NOBODY,
        {"address": "els@elsewhere.example"},
        "affiliation",
        # It isn't a domain that is known to be the body's own.
        otherwise={"elsewhere": 422},
    ),
    *(
        Write(_pair("handovers", deed), f"{ITEM}/{noun}", to, {"to": "author-asks"}, "handover")
        for deed, noun, to in (
            ("take", "taking", HOME),
            ("decline", "refusal", NOBODY),
            ("offer", "offer", LEADS),
        )
    ),
    Write(_pair("roles", "grant"), "/moderation/roles", CONVENERS, ROLE),
    Write(
        _pair("roles", "end"),
        f"/moderation/roles/{NONE}/ending",
        NOBODY,
        WHY,
        otherwise={"convener": 404},
    ),
    Write(
        _pair("challenges", "retag"),
        "/challenges/{slug}/topics",
        CONVENERS,
        {"topics": [TOPIC]},
        "challenge",
        ("public", "members", "cities"),
    ),
    # Their own address is not typed again.
    Write(
        ("own_data:erase",),
        "/settings/data/erasure",
        NOBODY,
        {"choice": "leave"},
        otherwise={**dict.fromkeys(sorted(SIGNED_IN), 422), "convener": 403},
    ),
)
