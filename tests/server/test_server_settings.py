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

    with pytest.raises(InvalidSettings, match=f"^{name}: "):
        settings.load()


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
    addresses = dict.fromkeys(
        ("database_url", "database_owner_url", "redis_url", "smtp_url"), f"x://user:{secret}@host"
    )

    shown = repr(Settings(_env_file=None, keys=secret, **addresses))

    assert secret not in shown


def test_origins_may_be_separated_by_commas_and_spaces():
    chosen = Settings(_env_file=None, allowed_origins="https://a.example, https://b.example:8443")

    assert chosen.origins == ("https://a.example", "https://b.example:8443")


def test_an_empty_variable_is_an_absent_one(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PORT", "")

    assert settings.load().port == 8000
