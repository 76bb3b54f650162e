"""The moderation log can only grow: 0002, after 0001.

Triggers, since a rule in the program would not bind somebody with a database prompt.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER log_entry_no_{deed.lower()} BEFORE {deed} ON log_entry "
                "BEGIN SELECT RAISE(ABORT, 'the moderation log only grows'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_log_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the moderation log only grows'; END $$"
    )
    op.execute(
        "CREATE TRIGGER log_entry_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON log_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_log_change()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER log_entry_no_update")
        op.execute("DROP TRIGGER log_entry_no_delete")
        return
    op.execute("DROP TRIGGER log_entry_only_grows ON log_entry")
    op.execute("DROP FUNCTION refuse_log_change()")
