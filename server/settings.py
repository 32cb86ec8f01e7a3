"""Every setting of the service: typed, with a sentence and a default. Nothing else reads them.

`.env.example` repeats the sentences and defaults; a test holds the two together.
"""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from server import address_checks
from webhooks import schedule
from webhooks.schedule import Schedule

_DELAYS: Final = ",".join(f"{seconds:g}" for seconds in schedule.DEFAULT_DELAYS_SECONDS)

_DEMO_SUPPORT: Final = "support@rvs.example"

_ADDRESSES: Final[dict[str, Callable[[str], str]]] = {
    "base_url": address_checks.web,
    "allowed_origins": address_checks.origins,
    "database_url": address_checks.database,
    "database_owner_url": address_checks.database,
    "redis_url": address_checks.valkey,
    "storage_url": address_checks.storage,
    "storage_endpoint": address_checks.web,
    "smtp_url": address_checks.mail_server,
    "mail_from": address_checks.mailbox,
    "support_email": address_checks.mailbox,
}


class Mode(StrEnum):
    """What the service is run for; each mode refuses what would be dangerous in it."""

    DEMO = "demo"
    PRODUCTION = "production"


class InvalidSettings(ValueError):
    """A setting has a value that it cannot have; the message names it and never repeats it."""


class Settings(BaseSettings):
    """The settings, from environment variables of the same names in capitals, or from `.env`."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    mode: Mode | None = Field(
        default=None, description="`demo` or `production`. Without it nothing is served."
    )
    host: str = Field(
        default="127.0.0.1", description="The address to listen on; in demo mode only 127.0.0.1."
    )
    port: int = Field(default=8000, ge=1, le=65_535, description="The port to listen on.")
    base_url: str = Field(
        default="",
        description="The address under which people reach the service, such as"
        " https://rvs.example. Empty: http://127.0.0.1:PORT. Production wants https.",
    )
    allowed_origins: str = Field(
        default="",
        description="Other origins, separated by commas, whose pages may call the API and open"
        " WebSockets, such as https://crm.example. With bearer tokens only, never with the cookie.",
    )
    trusted_documents_only: bool = Field(
        default=False,
        description="`true`: a browser session may ask only what the pages of the service ask. API"
        " keys and session tokens may ask anything either way.",
    )
    trusted_proxies: str = Field(
        default="127.0.0.1",
        description="Addresses, separated by commas, of the proxies whose X-Forwarded-For and"
        " X-Forwarded-Proto headers are believed. The default believes every local program.",
    )
    data_dir: Path = Field(
        default=Path(".data"), description="The directory of embedded services and files."
    )
    database_url: str = Field(
        default="",
        repr=False,
        description="PostgreSQL 16 or later, as the login role rvs_app: the API and the workers."
        " `rvs demo` brings its own and refuses another.",
    )
    database_owner_url: str = Field(
        default="",
        repr=False,
        description="The same database as the login role rvs_owner: migrations and seeds only.",
    )
    pool_size: int = Field(
        default=10,
        ge=1,
        le=200,
        description="Database connections that a process keeps; what comes meanwhile waits its"
        " turn.",
    )
    redis_url: str = Field(
        default="",
        repr=False,
        description="Valkey or Redis, redis:// or unix://. It only tells the workers sooner:"
        " without it they look every SWEEP_SECONDS.",
    )
    storage_url: str = Field(
        default="",
        description="Where files are kept: file:///directory, or s3://bucket/prefix with"
        " credentials and region in the usual AWS variables. Empty: DATA_DIR/files. In demo mode"
        " only within DATA_DIR.",
    )
    storage_endpoint: str = Field(
        default="", description="The address of an S3-compatible store other than Amazon's."
    )
    smtp_url: str = Field(
        default="smtp://127.0.0.1:25",
        repr=False,
        description="The mail server: smtp://, smtps:// or smtp+starttls://user:password@host:port.",
    )
    mail_from: str = Field(
        default="results@rvs.example", description="The address that e-mails come from."
    )
    support_email: str = Field(
        default="",
        description="The address to which people write for help, shown to everybody. Empty: none"
        " is shown; the demonstration shows an invented one.",
    )
    keys: str = Field(
        default="",
        repr=False,
        description="The key ring of encrypted columns, as `rvs keys new` prints it.",
    )
    retry_schedule: str = Field(
        default=_DELAYS,
        description="Seconds before each attempt of a webhook delivery, the first included.",
    )
    retry_busy_seconds: float = Field(
        default=60.0,
        ge=0,
        le=86_400,
        description="Seconds for which a receiver is left alone at least after a timeout or 429.",
    )
    delivery_timeout_seconds: float = Field(
        default=20.0, gt=0, le=25, description="Seconds that one webhook request may take in total."
    )
    sweep_seconds: float = Field(
        default=2.0,
        gt=0,
        le=60,
        description="Seconds between two looks of a worker for work that nobody rang for.",
    )
    seal_seconds: float = Field(
        default=5.0,
        gt=0,
        le=3_600,
        description="Seconds between two sealings of the audit log.",
    )
    statement_processes: int = Field(
        default=1, ge=1, le=64, description="Child processes of an export worker that typeset PDFs."
    )
    session_check_seconds: float = Field(
        default=0.5,
        gt=0,
        le=60,
        description="Seconds between two looks whether the sessions of open sockets still hold.",
    )
    stop_seconds: float = Field(
        default=20.0,
        ge=1,
        le=300,
        description="Seconds that a process may take to finish what is in hand when it is stopped.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="The least that is logged: DEBUG, INFO, WARNING or ERROR."
    )
    log_format: Literal["json", "text"] = Field(
        default="json", description="How a log line is written: json for machines, text for people."
    )

    @field_validator(*_ADDRESSES)
    @classmethod
    def _is_address(cls, value: str, info: ValidationInfo) -> str:
        return _ADDRESSES[info.field_name or ""](value) if value else value

    @field_validator("retry_schedule")
    @classmethod
    def _is_schedule(cls, value: str) -> str:
        try:
            Schedule.parse(value)
        except ValueError as error:
            raise ValueError("write seconds separated by commas, such as 0,5,300") from error
        return value

    @property
    def public_url(self) -> str:
        """The base of every link that the service gives out; no slash at its end."""
        return self.base_url or f"http://127.0.0.1:{self.port}"

    @property
    def origins(self) -> tuple[str, ...]:
        """The other origins whose pages may call."""
        return tuple(address_checks.listed(self.allowed_origins))

    @property
    def files_url(self) -> str:
        """Where files are kept."""
        return self.storage_url or (self.data_dir.resolve() / "files").as_uri()

    @property
    def mailbox_directory(self) -> Path:
        """Where the demo keeps the e-mails that it did not send."""
        return self.data_dir.resolve() / "mail"

    @property
    def work_directory(self) -> Path:
        """Where workers write files before they are kept."""
        return self.data_dir.resolve() / "work"

    @property
    def delivery_schedule(self) -> Schedule:
        """The waits between the attempts of a delivery."""
        return Schedule.parse(self.retry_schedule, least_when_busy_seconds=self.retry_busy_seconds)

    @property
    def support_address(self) -> str | None:
        """Where people write for help; the demonstration has an address that nobody reads."""
        return self.support_email or (_DEMO_SUPPORT if self.is_demo else None)

    @property
    def is_demo(self) -> bool:
        """Whether all data is invented."""
        return self.mode is Mode.DEMO


def load() -> Settings:
    """The settings of this process. Raises `InvalidSettings`, which names each wrong one."""
    try:
        return Settings()
    except ValidationError as error:
        raise InvalidSettings("\n".join(_sentences(error))) from None


def _sentences(error: ValidationError) -> list[str]:
    return [
        f"{str(problem['loc'][0]).upper()}: {problem['msg'].removeprefix('Value error, ')}."
        for problem in error.errors(include_input=False, include_url=False, include_context=False)
    ]
