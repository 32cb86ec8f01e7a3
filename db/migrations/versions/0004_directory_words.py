"""The directory finds an organisation by any word of its name: an index of the words of the key."""

from alembic import op
from sqlalchemy import text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# What separates words besides spaces: the same as in `domain.names.words`.
BETWEEN = "!\"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~«»“”„"
SPACES = " " * 37

WORDS = f"""
CREATE FUNCTION directory_words(name_key varchar) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN array_to_tsvector(
  array_remove(string_to_array(translate(name_key, '{BETWEEN}', '{SPACES}'), ' '), ''))"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.get_bind().exec_driver_sql(WORDS)
    op.create_index(
        "organisations_words",
        "organisations",
        [text("directory_words(name_key)")],
        postgresql_using="gin",
        postgresql_where=text("state = 'APPROVED'"),
    )
