"""A session says what it was opened with and roughly from where, so that its user knows it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("sessions", sa.Column("device", sa.String(length=80), nullable=True))
    op.add_column("sessions", sa.Column("network", sa.String(length=50), nullable=True))
