"""Every setting is described, listed, and refused with its name when it is wrong."""

from pathlib import Path

import pytest

from server import settings, settings_page
from server.settings import InvalidSettings, Settings

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a directory without a `.env`."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_the_example_file_lists_every_setting_with_its_sentence_and_default():
    assert (REPOSITORY / ".env.example").read_text("utf-8") == settings_page.text()


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_has_a_sentence(name: str):
    description = Settings.model_fields[name].description

    assert description
    assert description.rstrip().endswith(".")


def test_the_example_file_uncommented_changes_nothing(tmp_path: Path):
    lines = settings_page.text().splitlines()
    uncommented = [line.removeprefix("#") for line in lines if not line.startswith("# ")]
    (tmp_path / ".env").write_text("\n".join(uncommented))

    assert settings.load() == Settings(_env_file=None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MODE", "staging"),
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("POOL_SIZE", "-1"),
        ("BASE_URL", "rvs.example"),
        ("BASE_URL", "ftp://rvs.example"),
        ("BASE_URL", "https://rvs.example/path"),
        ("BASE_URL", "https://user@rvs.example"),
        ("BASE_URL", "https://rvs.example:port"),
        ("ALLOWED_ORIGINS", "https://crm.example/"),
        ("ALLOWED_ORIGINS", "*"),
        ("DATABASE_URL", "db.internal/rvs"),
        ("DATABASE_URL", "mysql://rvs_app@db/rvs"),
        ("DATABASE_URL", "postgresql://rvs_app:s3cret@db:s3cret/rvs"),
        ("DATABASE_URL", "postgresql://rvs_app:s3cret@[db/rvs"),
        ("DATABASE_URL", "postgresql://rvs_app@db"),
        ("DATABASE_URL", "postgresql://rvs_app@/rvs"),
        ("DATABASE_URL", "postgresql://rvs_app@db/rvs?sslmode=require"),
        ("DATABASE_OWNER_URL", "rvs"),
        ("REDIS_URL", "127.0.0.1:6379"),
        ("REDIS_URL", "http://s3cret@cache"),
        ("REDIS_URL", "redis://cache:s3cret"),
        ("REDIS_URL", "redis://cache/first"),
        ("REDIS_URL", "redis://cache/?wrong=1"),
        ("REDIS_URL", "unix://"),
        ("STORAGE_URL", "/var/lib/rvs"),
        ("STORAGE_URL", "file://files/rvs"),
        ("STORAGE_URL", "s3://"),
        ("STORAGE_URL", "gs://bucket"),
        ("STORAGE_ENDPOINT", "s3.example"),
        ("SMTP_URL", "mail.example:25"),
        ("SMTP_URL", "smtp://user:s3cret@mail.example"),
        ("SMTP_URL", "smtps://mail.example:s3cret"),
        ("MAIL_FROM", "Results <s3cret@rvs.example>"),
        ("MAIL_FROM", "s3cret"),
        ("SUPPORT_EMAIL", "Help <s3cret@rvs.example>"),
        ("SUPPORT_EMAIL", "s3cret"),
        ("RETRY_SCHEDULE", "soon"),
        ("RETRY_SCHEDULE", "nan"),
        ("RETRY_SCHEDULE", "-5"),
        ("SWEEP_SECONDS", "nan"),
        ("SWEEP_SECONDS", "0"),
        ("DELIVERY_TIMEOUT_SECONDS", "1e9"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(name, value)

    with pytest.raises(InvalidSettings, match=f"^{name}: ") as refused:
        settings.load()

    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgres://rvs_app:p%40ss@db:5432/rvs"),
        ("DATABASE_URL", "postgresql://rvs_app@/rvs?host=/run/postgresql"),
        ("REDIS_URL", "redis://:p%40ss@cache:6379/3"),
        ("REDIS_URL", "rediss://cache"),
        ("REDIS_URL", "unix:///run/valkey.sock?db=2"),
        ("STORAGE_URL", "file:///var/lib/rvs%20files"),
        ("STORAGE_URL", "s3://bucket/prefix"),
        ("STORAGE_ENDPOINT", "http://127.0.0.1:9000"),
        ("SMTP_URL", "smtp+starttls://user:p%40ss@mail.example:587"),
        ("MAIL_FROM", "no-reply@rvs.example"),
        ("SUPPORT_EMAIL", "help@rvs.example"),
    ],
)
def test_what_the_drivers_read_is_accepted(name, value, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(name, value)

    assert getattr(settings.load(), name.lower()) == value


def test_every_wrong_setting_is_named_at_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PORT", "x")
    monkeypatch.setenv("SWEEP_SECONDS", "x")

    with pytest.raises(InvalidSettings) as refused:
        settings.load()

    assert [line.partition(":")[0] for line in str(refused.value).splitlines()] == [
        "PORT",
        "SWEEP_SECONDS",
    ]


def test_what_holds_a_secret_is_not_printed():
    secret = "s3cret-value"
    addresses = {
        "database_url": f"postgresql://user:{secret}@host/rvs",
        "database_owner_url": f"postgresql://user:{secret}@host/rvs",
        "redis_url": f"redis://user:{secret}@host",
        "smtp_url": f"smtps://user:{secret}@host",
    }

    shown = repr(Settings(_env_file=None, keys=secret, **addresses))

    assert secret not in shown


def test_origins_may_be_separated_by_commas_and_spaces():
    chosen = Settings(_env_file=None, allowed_origins="https://a.example, https://b.example:8443")

    assert chosen.origins == ("https://a.example", "https://b.example:8443")


@pytest.mark.parametrize(
    ("mode", "given", "shown"),
    [
        ("demo", "", "support@rvs.example"),
        ("demo", "help@school.example", "help@school.example"),
        ("production", "", None),
        ("production", "help@school.example", "help@school.example"),
    ],
)
def test_only_the_demonstration_invents_an_address_for_help(mode, given, shown):
    chosen = Settings(_env_file=None, mode=mode, support_email=given)

    assert chosen.support_address == shown


def test_an_empty_variable_is_an_absent_one(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PORT", "")

    assert settings.load().port == 8000
