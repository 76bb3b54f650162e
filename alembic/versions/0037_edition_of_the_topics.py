"""A new name for the tree of topics with every change to it: 0037, after 0036.

By triggers, since many actions write topics and their words, and one that forgot to say so would
leave every page with an old tree. Whoever makes one of these tables anew must make its triggers too.
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

TABLES = ("topic", "topic_term")
BY_CHANCE = {
    "sqlite": "lower(hex(randomblob(16)))",
    "postgresql": "replace(CAST(gen_random_uuid() AS text), '-', '')",
}


def upgrade() -> None:
    op.create_table(
        "topic_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_topic_edition"),
    )
    dialect = op.get_bind().dialect.name
    name = BY_CHANCE[dialect]
    op.execute(f"INSERT INTO topic_edition (id, name) VALUES (1, {name})")  # noqa: S608
    renew = f"UPDATE topic_edition SET name = {name}"  # noqa: S608 - a fixed text
    if dialect == "sqlite":
        for table in TABLES:
            for deed in ("INSERT", "UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_edition_{deed.lower()} AFTER {deed} ON {table} "
                    f"BEGIN {renew}; END"
                )
        return
    op.execute(
        "CREATE FUNCTION renew_topic_edition() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {renew}; RETURN NULL; END $$"
    )
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE "
            f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION renew_topic_edition()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            for deed in ("insert", "update", "delete"):
                op.execute(f"DROP TRIGGER {table}_edition_{deed}")
    else:
        for table in TABLES:
            op.execute(f"DROP TRIGGER {table}_edition ON {table}")
        op.execute("DROP FUNCTION renew_topic_edition()")
    op.drop_table("topic_edition")
