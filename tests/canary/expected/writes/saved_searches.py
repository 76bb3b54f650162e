"""Saving a list, and keeping it."""

from tests.canary.expected.writing import Write
from tests.canary.roles import CONVENERS, MEMBERS, only

NEW = {"name": "Open ones", "of": "/challenges?status=open", "alert": "mail"}
CHANGED = {"name": "Other", "alert": "off"}
ONE = "/settings/searches/{slug}"
PROGRAM = "/me/searches/{slug}"

WRITES = (
    Write(
        ("searches:save", "api.searches:save"),
        "/settings/searches",
        MEMBERS,
        NEW,
        program="/me/searches",
    ),
    *(
        write
        for of, owner in (("own", only("author")), ("shared", CONVENERS))
        for write in (
            Write(
                ("searches:change", "api.searches:change"),
                ONE,
                owner,
                CHANGED,
                "saved",
                (of,),
                program=PROGRAM,
                json={**CHANGED, "share": False},
            ),
            Write(
                ("searches:run", "api.searches:run"),
                f"{ONE}/runs",
                owner,
                over="saved",
                of=(of,),
                program=f"{PROGRAM}/runs",
            ),
            Write(
                ("searches:remove", "api.searches:remove"),
                f"{ONE}/removal",
                owner,
                over="saved",
                of=(of,),
                program=f"{PROGRAM}/removal",
            ),
        )
    ),
)
