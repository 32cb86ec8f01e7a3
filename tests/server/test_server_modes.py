"""Each mode refuses what would be dangerous in it, and says which setting and what to do."""

import json
from importlib.resources import files

import asyncpg
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from db import keyring
from db.engine import Database, driver_url
from db.keyring import KeyRing
from server import health, key_file, modes
from server.composition import require_plain_role, require_ready, require_real_accounts
from server.embedded.postgres import PostgresUrls
from server.modes import Refused
from server.settings import Mode, Settings
from tests.services import superuser_url

GOOD = {
    "mode": Mode.PRODUCTION,
    "database_url": "postgresql://rvs_app:hL2vGq0y@db.internal/rvs",
    "base_url": "https://rvs.example",
    "mail_from": "no-reply@rvs-mail.example",
    "keys": keyring.new_ring().to_text(),
}


def chosen(**changes: object) -> Settings:
    return Settings(_env_file=None, **{**GOOD, **changes})


def refusal(settings: Settings) -> str:
    with pytest.raises(Refused) as refused:
        modes.require_safe(settings)
    return str(refused.value)


def test_without_a_mode_nothing_starts():
    said = refusal(chosen(mode=None))

    assert "MODE is not set" in said
    assert "make run" in said


def test_production_with_everything_right_starts(tmp_path):
    modes.require_safe(chosen(data_dir=tmp_path))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"keys": ""}, "KEYS is missing"),
        ({"keys": "secret"}, "KEYS must be"),
        ({"keys": KeyRing(1, {1: b"\0" * 32}).to_text()}, "not random"),
        ({"keys": KeyRing(1, {1: b"example-" * 4}).to_text()}, "not random"),
        ({"base_url": ""}, "BASE_URL is not https"),
        ({"base_url": "http://rvs.example"}, "BASE_URL is not https"),
        ({"database_url": ""}, "DATABASE_URL is missing"),
        ({"database_url": "postgresql://rvs_app:rvs_app@db/rvs"}, "DATABASE_URL holds a password"),
        ({"database_url": "postgresql://rvs_app:p%6Fstgres@db/rvs"}, "DATABASE_URL holds"),
        ({"redis_url": "redis://:changeme@cache"}, "REDIS_URL holds a password"),
        ({"smtp_url": "smtps://rvs:Password@mail"}, "SMTP_URL holds a password"),
        ({"mail_from": Settings.model_fields["mail_from"].default}, "MAIL_FROM is missing"),
    ],
)
def test_production_refuses_what_is_missing_or_known_to_all(changes, says, tmp_path):
    said = refusal(chosen(data_dir=tmp_path, **changes))

    assert says in said
    assert len(said.splitlines()) == 1


def test_production_refuses_the_keys_of_the_demonstration(tmp_path):
    ring = key_file.ensure(tmp_path)

    assert "demonstration" in refusal(chosen(data_dir=tmp_path, keys=ring.to_text()))
    assert "demonstration" in refusal(chosen(data_dir=tmp_path, keys=ring.rotated().to_text()))


def test_all_reasons_are_said_at_once(tmp_path):
    said = refusal(chosen(data_dir=tmp_path, keys="", base_url="", database_url=""))

    assert len(said.splitlines()) == 3


def test_a_refusal_never_repeats_a_secret(tmp_path):
    said = refusal(chosen(data_dir=tmp_path, keys=json.dumps({"current": 1, "keys": {"1": "aGk"}})))

    assert "aGk" not in said


def test_the_demonstration_starts_on_an_embedded_database(services, database_urls, tmp_path):
    modes.require_safe(_demo(database_urls, data_dir=tmp_path))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "localhost"])
def test_the_demonstration_listens_on_this_machine_only(host, database_urls):
    assert "HOST" in refusal(_demo(database_urls, host=host))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "postgresql://rvs_app@db.internal/rvs",
        "postgresql://rvs_app@127.0.0.1/rvs",
        "postgresql://rvs_app@/rvs?host=/var/run/postgresql",
        "postgresql://rvs_app@/rvs?host=rvs-0123456789abcdef",
        "postgresql://rvs_app@/rvs?host=/nowhere/rvs-0123456789abcdef",
    ],
)
def test_the_demonstration_refuses_a_database_that_is_not_embedded(url, database_urls):
    assert "not the embedded database" in refusal(_demo(database_urls, database_url=url))


def test_a_directory_that_others_may_enter_is_not_ours(tmp_path, database_urls):
    open_directory = tmp_path / "rvs-0123456789abcdef"
    open_directory.mkdir(mode=0o755)
    url = f"postgresql://rvs_app@/rvs?host={open_directory}"

    assert "not the embedded database" in refusal(_demo(database_urls, database_url=url))


async def test_production_accepts_the_application_role(database_urls: PostgresUrls):
    database = Database(database_urls.app, pool_size=1)
    await require_plain_role(chosen(), database)
    await database.close()


async def test_production_refuses_a_superuser_and_the_owner(database_urls: PostgresUrls):
    for url, why in (
        (superuser_url(database_urls), "superuser"),
        (database_urls.owner, "the owner of tables"),
    ):
        database = Database(url, pool_size=1)
        with pytest.raises(Refused, match=why):
            await require_plain_role(chosen(), database)
        await database.close()


async def test_the_owner_is_refused_for_what_it_may_act_as(database_urls: PostgresUrls):
    """It is a member of `rvs_search`, which bypasses the walls."""
    database = Database(database_urls.owner, pool_size=1)
    with pytest.raises(Refused, match="rvs_owner, which is or may act as a role with BYPASSRLS"):
        await require_plain_role(chosen(), database)
    await database.close()


def test_production_refuses_an_embedded_database(database_urls: PostgresUrls, tmp_path):
    said = refusal(chosen(data_dir=tmp_path, database_url=database_urls.app))

    assert said.startswith("DATABASE_URL is the embedded database of a demonstration")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("storage_url", "s3://somebody-elses/bucket"),
        ("storage_url", "file:///var/lib/rvs"),
        ("storage_endpoint", "https://s3.example"),
    ],
)
def test_the_demonstration_keeps_its_files_to_itself(name, value, database_urls, tmp_path):
    said = refusal(_demo(database_urls, data_dir=tmp_path, **{name: value}))

    assert said.startswith(f"{name.upper()} is ")
    with pytest.raises(Refused, match=name.upper()):
        modes.require_safe_demo(chosen(base_url="", database_url="", **{name: value}))


def test_the_demonstration_may_keep_its_files_elsewhere_in_its_directory(database_urls, tmp_path):
    elsewhere = (tmp_path / "other files").as_uri()

    modes.require_safe(_demo(database_urls, data_dir=tmp_path, storage_url=elsewhere))


async def test_production_refuses_a_database_with_accounts_of_the_demonstration(
    database_urls: PostgresUrls,
):
    """Such as a restored dump of one, wherever it lies now."""
    database = Database(database_urls.app, pool_size=1)
    with pytest.raises(Refused, match="accounts of the demonstration"):
        await require_real_accounts(chosen(), database)
    await require_real_accounts(_demo(database_urls), database)
    await database.close()


async def test_a_database_without_these_accounts_is_good_for_production(fresh_database):
    superuser = await asyncpg.connect(superuser_url(fresh_database))
    await superuser.execute("UPDATE users SET email = 'x' || email, email_key = 'x' || email_key")
    await superuser.close()
    database = Database(fresh_database.app, pool_size=1)
    await require_real_accounts(chosen(), database)
    await database.close()


async def test_a_role_without_rights_is_refused_in_its_own_words(database_urls: PostgresUrls):
    database = Database(database_urls.issuer, pool_size=1)
    with pytest.raises(Refused, match="Connect as rvs_app"):
        await require_ready(database)
    await database.close()


async def test_a_database_that_is_half_migrated_is_not_ready(empty_database: PostgresUrls):
    """All tables are there, and not yet the views."""
    await _upgrade_to(empty_database.owner, "0001")
    database = Database(empty_database.app, pool_size=1)

    assert await health.database_state(database) == "not migrated: run `rvs migrate`"
    with pytest.raises(Refused, match="not migrated"):
        await require_ready(database)
    await database.close()


def _demo(urls: PostgresUrls, **changes: object) -> Settings:
    return chosen(**{"mode": Mode.DEMO, "base_url": "", "database_url": urls.app, **changes})


async def _upgrade_to(owner_url: str, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(files("db").joinpath("migrations")))
    engine = create_async_engine(driver_url(owner_url))
    async with engine.connect() as connection:

        def upgrade(sync: Connection) -> None:
            config.attributes["connection"] = sync
            command.upgrade(config, revision)

        await connection.run_sync(upgrade)
        await connection.commit()
    await engine.dispose()
