"""At which level people work, and what of their feedback is counted in: 0046, after 0045."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

SAID = ("helped", "benefits", "answers", "words")


def upgrade() -> None:
    with op.batch_alter_table("registration") as registration:
        registration.add_column(sa.Column("level", sa.String(9), nullable=False, server_default=""))
        registration.create_check_constraint(
            op.f("ck_registration_level"), "level IN ('', 'political', 'senior', 'expert')"
        )
    with op.batch_alter_table("feedback") as feedback:
        feedback.add_column(sa.Column("told", sa.JSON(none_as_null=True), nullable=True))
        feedback.add_column(
            sa.Column("is_told", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    _tell_what_was_read()


def downgrade() -> None:
    with op.batch_alter_table("feedback") as feedback:
        feedback.drop_column("is_told")
        feedback.drop_column("told")
    with op.batch_alter_table("registration") as registration:
        registration.drop_constraint(op.f("ck_registration_level"), type_="check")
        registration.drop_column("level")


def _tell_what_was_read() -> None:
    """Until now everything was counted in at once."""
    feedback = sa.table(
        "feedback",
        sa.column("roundtable_id", sa.Uuid()),
        sa.column("member_id", sa.Uuid()),
        sa.column("helped", sa.String()),
        sa.column("benefits", sa.String()),
        sa.column("answers", sa.JSON()),
        sa.column("words", sa.String()),
        sa.column("told", sa.JSON()),
        sa.column("is_told", sa.Boolean()),
    )
    for one in op.get_bind().execute(feedback.select()).mappings().all():
        told = {name: one[name] for name in SAID}
        this = feedback.c.roundtable_id == one["roundtable_id"]
        op.execute(
            feedback.update()
            .where(this, feedback.c.member_id == one["member_id"])
            .values(told=told, is_told=True)
        )
