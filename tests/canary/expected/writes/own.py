"""Writes to what is one's own, to invitations, and to the pages that bind everybody."""

from tests.canary.expected.writes.challenges import TEXT
from tests.canary.expected.writing import Write
from tests.canary.roles import CONVENERS, MEMBERS, NOBODY, SIGNED_IN, only

WAYS = "/settings/sign-in"
VERSION = {"body": TEXT, "change": "Said more clearly", "language": "en", "after": 2}
TRANSLATION = {"body": TEXT, "language": "fr", "number": 2}
INVITATION = {"email": "ana@invited.example", "language": "en"}
LIST = {"text": "email\nana@invited.example\n", "language": "en"}
INVITER = only("colleague", "convener")
NONE = "019df2dc-0a00-7000-8000-000000000000"
NAMED = {"name": "My key"}
UNSOUND = dict.fromkeys(sorted(MEMBERS), 422)
NOT_MINE = dict.fromkeys(sorted(SIGNED_IN), 404)
UNKNOWN = dict.fromkeys(sorted(MEMBERS), 404)
AT = "/invitations/{id}"
SAID = {"admits": "true"}

WRITES = (
    Write(
        ("first_steps:put_away", "api.first_steps:put_away"),
        "/first-steps/dismissal",
        MEMBERS,
        program="/me/first-steps/dismissal",
    ),
    Write(
        ("own_data:ask", "api.own_data:ask"),
        "/settings/data/archives",
        SIGNED_IN,
        program="/me/data/archives",
    ),
    Write(("ways:confirm",), f"{WAYS}/confirmation", SIGNED_IN),
    Write(
        ("ways:end_others", "api.sessions:end_all"),
        f"{WAYS}/sessions/ending",
        SIGNED_IN,
        program="/me/sessions/ending",
    ),
    Write(
        ("ways:end_session", "api.sessions:end"),
        f"{WAYS}/sessions/{{id}}/ending",
        only("author"),
        over="session",
        program="/me/sessions/{id}/ending",
    ),
    Write(
        ("ways:make_token",),
        f"{WAYS}/tokens",
        MEMBERS,
        {"name": "A token", "scope": "read", "days": 30},
    ),
    Write(
        ("ways:end_token", "api.tokens:end"),
        f"{WAYS}/tokens/{{id}}/ending",
        only("author"),
        over="token",
        program="/me/tokens/{id}/ending",
    ),
    # There is no provider in the settings, and no account elsewhere.
    Write(("providers:link",), f"{WAYS}/providers/none", NOBODY, otherwise=UNKNOWN),
    Write(
        ("providers:unlink",),
        f"{WAYS}/identities/{NONE}/ending",
        NOBODY,
        otherwise=UNKNOWN,
    ),
    Write(("passkeys:prepare",), f"{WAYS}/passkeys/challenge", MEMBERS),
    # Nobody has a passkey, and none can be made without a device.
    Write(("passkeys:make",), f"{WAYS}/passkeys", NOBODY, otherwise=UNSOUND),
    Write(("passkeys:rename",), f"{WAYS}/passkeys/{NONE}/name", NOBODY, NAMED, otherwise=NOT_MINE),
    Write(("passkeys:end",), f"{WAYS}/passkeys/{NONE}/ending", NOBODY, otherwise=UNKNOWN),
    Write(
        ("conduct:publish", "api.conduct:publish"), "/about/conduct/versions", CONVENERS, VERSION
    ),
    Write(("conduct:preview",), "/about/conduct/preview", CONVENERS, VERSION),
    Write(
        ("conduct:translate", "api.conduct:translate"),
        "/about/conduct/translations",
        CONVENERS,
        TRANSLATION,
    ),
    Write(
        ("conduct:accept", "api.conduct:accept"),
        "/about/conduct/acceptance",
        MEMBERS,
        {"number": 2},
    ),
    Write(("invitations:send", "api.invitations:send"), "/invitations", MEMBERS, INVITATION),
    Write(
        ("invitations:withdraw", "api.invitations:withdraw"),
        f"{AT}/withdrawal",
        INVITER,
        over="invitation",
    ),
    # It was sent a moment ago.
    Write(
        ("invitations:renew", "api.invitations:renew"), f"{AT}/renewal", NOBODY, over="invitation"
    ),
    Write(
        ("invitations:vouch",),
        "/moderation/invitations/{id}/vouching",
        CONVENERS,
        SAID,
        "invitation",
    ),
    Write(("api.invitations:vouch",), f"{AT}/vouching", CONVENERS, SAID, "invitation"),
    Write(("invitations:check",), "/moderation/invitations/lists", CONVENERS, LIST),
    Write(("api.invitations:check",), "/invitation-lists", CONVENERS, LIST),
    Write(
        ("invitations:send_list",),
        "/moderation/invitations/lists/{id}/sending",
        CONVENERS,
        over="sent_list",
    ),
    Write(
        ("api.invitations:send_list",),
        "/invitation-lists/{id}/sending",
        CONVENERS,
        over="sent_list",
    ),
)
