"""Keep the order of own fields."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the position; until now the ids gave the order."""
    with op.batch_alter_table("own_field", schema=None) as batch_op:
        batch_op.add_column(sa.Column("position", sa.BigInteger(), nullable=False, server_default=sa.text("0")))
    op.execute("UPDATE own_field SET position = id")
