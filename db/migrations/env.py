"""How alembic runs our migrations: on the owner's connection that `db.migrate` hands over."""

from alembic import context
from sqlmodel import SQLModel

import db.models  # noqa: F401 - fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
