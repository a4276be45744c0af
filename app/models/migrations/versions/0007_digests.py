"""Keep participations in short instead of their completeness, and find doubles and whoever takes part by indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """What is dropped was found out from the records, and is found out anew when the file is opened."""
    op.drop_table("completeness")
    op.create_table(
        "digest",
        sa.Column("participation_id", ID, autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("entry", sa.Date(), nullable=False),
        sa.Column("exit", sa.Date(), nullable=True),
        sa.Column("followed_up", sa.Date(), nullable=True),
        sa.Column("programme", sa.BigInteger(), nullable=False),
        sa.Column("entry_gaps", sa.Integer(), nullable=False),
        sa.Column("exit_gaps", sa.Integer(), nullable=False),
        sa.Column("faults", sa.String(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column("counted", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("participation_id", name=op.f("pk_digest")),
    )
    op.create_index("ix_digest_person_id", "digest", ["person_id"])
    op.create_index("ix_digest_project_id_programme", "digest", ["project_id", "programme"])
    op.drop_index("ix_participation_project_id", "participation")
    op.create_index("ix_participation_project_id_cancelled", "participation", ["project_id", "cancelled"])
    op.create_index("ix_person_caption_key_born_anonymised", "person", ["caption_key", "born", "anonymised"])
