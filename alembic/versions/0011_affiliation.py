"""Who vouches for where a member works, what they hand over, and roles for one thing: 0011, after 0010.

Whoever was admitted before gets an affiliation for where they work now: verified on the day they
came in, by their e-mail domain or by whoever decided, as their application says. Who leads a city
already holds that as a role, given by nobody that we know of. A challenge or a resource keeps its
author; a colleague who took it over keeps it.
"""

import sqlalchemy as sa
from alembic import op

from backend.core import clock
from backend.core.db import UtcDateTime
from backend.core.ids import new_id

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OPEN = "ended_at IS NULL"
CHECKS = {
    "challenge": {"ck_challenge_visibility": "visibility IN ('public', 'members', 'cities')"},
    "resource": {
        "ck_resource_kind": "kind IN ('toolkit', 'use_case', 'guide', 'report', 'template', 'data_set', "
        "'code', 'policy', 'recording')",
        "ck_resource_visibility": "visibility IN ('public', 'members')",
    },
}
"""The tables of what can be kept by somebody else, each with its checks."""


def upgrade() -> None:
    _add_affiliations()
    _add_handovers()
    _add_roles()


def downgrade() -> None:
    op.drop_column("member", "grants")
    op.drop_table("role_grant")
    for table, checks in CHECKS.items():
        op.drop_index(op.f(f"ix_{table}_keeper_id"), table)
        # SQLite makes the table anew, and would forget its checks.
        again = [sa.CheckConstraint(rule, name=op.f(name)) for name, rule in checks.items()]
        kept_checks = again if op.get_bind().dialect.name == "sqlite" else []
        with op.batch_alter_table(table, table_args=kept_checks) as kept:
            kept.drop_column("keeper_id")
    op.drop_table("handover")
    op.drop_table("affiliation_proof")
    op.drop_column("member", "unverified_since")
    op.drop_table("affiliation")


def _add_affiliations() -> None:
    affiliation = op.create_table(
        "affiliation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.String(length=120), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("department", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("verified_by_id", sa.Uuid(), nullable=True),
        sa.Column("verified_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=2_000), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("replaces_main", sa.Boolean(), nullable=False),
        sa.Column("began_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("warned_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("lapsed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(length=8), nullable=False),
        sa.CheckConstraint(
            "how IN ('', 'domain', 'mail', 'invitation', 'lead', 'convener', 'operator')",
            name=op.f("ck_affiliation_how"),
        ),
        sa.CheckConstraint(
            "ended_why IN ('', 'left', 'moved', 'removed', 'refused')",
            name=op.f("ck_affiliation_ended_why"),
        ),
        sa.CheckConstraint("city_id IS NOT NULL OR body <> ''", name=op.f("ck_affiliation_body")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_affiliation_member_id")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_affiliation_city_id")),
        sa.ForeignKeyConstraint(
            ["verified_by_id"], ["member.id"], name=op.f("fk_affiliation_verified_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affiliation")),
    )
    for column in ("member_id", "city_id", "verified_at"):
        op.create_index(op.f(f"ix_affiliation_{column}"), "affiliation", [column])
    for name, columns, where in (
        ("uq_affiliation_main", ["member_id"], f"is_main AND {OPEN}"),
        ("uq_affiliation_city", ["member_id", "city_id"], OPEN),
    ):
        op.create_index(
            name,
            "affiliation",
            columns,
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    op.add_column(
        "member", sa.Column("unverified_since", UtcDateTime(timezone=True), nullable=True)
    )
    _begin_what_is_there(affiliation)


def _add_handovers() -> None:
    op.create_table(
        "affiliation_proof",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("affiliation_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["affiliation_id"],
            ["affiliation.id"],
            name=op.f("fk_affiliation_proof_affiliation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_affiliation_proof_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affiliation_proof")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_affiliation_proof_token_hash")),
    )
    _index("affiliation_proof", "affiliation_id", "member_id", "address")
    op.create_table(
        "handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("affiliation_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_to_id", sa.Uuid(), nullable=True),
        sa.Column("taken_by_id", sa.Uuid(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unclaimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["affiliation_id"],
            ["affiliation.id"],
            name=op.f("fk_handover_affiliation_id"),
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_handover_city_id")),
        *(
            sa.ForeignKeyConstraint([column], ["member.id"], name=op.f(f"fk_handover_{column}"))
            for column in ("member_id", "offered_to_id", "taken_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    _index(
        "handover",
        "affiliation_id",
        "member_id",
        "city_id",
        "due_at",
        "offered_to_id",
        "taken_by_id",
    )
    for table in CHECKS:
        _add_keeper(table)
        _index(table, "keeper_id")


def _add_roles() -> None:
    grants = op.create_table(
        "role_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("granted_by_id", sa.Uuid(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role IN ('lead', 'curator', 'host')", name=op.f("ck_role_grant_role")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_role_grant_member_id")),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["member.id"], name=op.f("fk_role_grant_granted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    for column in ("member_id", "scope_id", "granted_by_id", "ends_at"):
        op.create_index(op.f(f"ix_role_grant_{column}"), "role_grant", [column])
    op.create_index(
        "uq_role_grant_open",
        "role_grant",
        ["member_id", "role", "scope_id"],
        unique=True,
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )
    op.add_column(
        "member", sa.Column("grants", sa.JSON(), server_default=sa.text("'[]'"), nullable=False)
    )
    _note_leads(grants)


def _begin_what_is_there(affiliation: sa.Table) -> None:
    db = op.get_bind()
    member = sa.table(
        "member",
        sa.column("id", sa.Uuid()),
        *(sa.column(name) for name in ("email", "organisation", "title", "department")),
        sa.column("city_id", sa.Uuid()),
        sa.column("admitted_at", UtcDateTime(timezone=True)),
        sa.column("erased_at", UtcDateTime(timezone=True)),
    )
    members = db.execute(
        sa.select(member).where(
            member.c.admitted_at.is_not(None),
            member.c.erased_at.is_(None),
            sa.or_(member.c.city_id.is_not(None), member.c.organisation != ""),
        )
    ).all()
    decided = _who_decided(db)
    rows = [
        {
            "id": new_id(),
            "member_id": one.id,
            "city_id": one.city_id,
            "body": "" if one.city_id else one.organisation,
            "title": one.title,
            "department": one.department,
            "verified_at": one.admitted_at,
            "began_at": one.admitted_at,
            "is_main": True,
            "replaces_main": False,
            "reason": "",
            "ended_why": "",
            **_vouched(decided.get(one.id), one.email),
        }
        for one in members
    ]
    if rows:
        op.bulk_insert(affiliation, rows)


def _who_decided(db: sa.Connection) -> dict[object, tuple[object, bool]]:
    """For each member the one who admitted them, if anybody did, and whether they convene."""
    application = sa.table(
        "application",
        sa.column("id", sa.Uuid()),
        sa.column("member_id", sa.Uuid()),
        sa.column("decided_by_id", sa.Uuid()),
        sa.column("admitted", sa.Boolean()),
    )
    decider = sa.table("member", sa.column("id", sa.Uuid()), sa.column("is_convener", sa.Boolean()))
    found = db.execute(
        sa.select(application.c.member_id, application.c.decided_by_id, decider.c.is_convener)
        .outerjoin(decider, decider.c.id == application.c.decided_by_id)
        .where(application.c.admitted.is_(True))
        .order_by(application.c.id)
    )
    return {member_id: (by, bool(convenes)) for member_id, by, convenes in found}


def _vouched(decided: tuple[object, bool] | None, email: str) -> dict[str, object]:
    if decided is None:
        return {"how": "operator", "verified_by_id": None, "address": ""}
    by, convenes = decided
    if by is None:
        return {"how": "domain", "verified_by_id": None, "address": email}
    return {"how": "convener" if convenes else "lead", "verified_by_id": by, "address": ""}


def _add_keeper(table: str) -> None:
    name = f"fk_{table}_keeper_id"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN keeper_id CHAR(32) "
            f"CONSTRAINT {name} REFERENCES member (id)"
        )
        return
    op.add_column(table, sa.Column("keeper_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f(name), table, "member", ["keeper_id"], ["id"])


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _note_leads(grants: sa.Table) -> None:
    db = op.get_bind()
    member = sa.table(
        "member",
        sa.column("id", sa.Uuid()),
        sa.column("city_id", sa.Uuid()),
        sa.column("is_lead", sa.Boolean()),
        sa.column("grants", sa.JSON()),
    )
    leads = db.execute(
        sa.select(member.c.id, member.c.city_id).where(
            member.c.is_lead, member.c.city_id.is_not(None)
        )
    ).all()
    for member_id, city_id in leads:
        db.execute(
            sa.insert(grants).values(
                id=new_id(),
                member_id=member_id,
                role="lead",
                scope_id=city_id,
                granted_at=clock.now(),
            )
        )
        held = sa.update(member).where(member.c.id == member_id)
        db.execute(held.values(grants=[f"lead:{city_id}"]))
