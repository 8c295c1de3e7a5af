"""Settings: the only reader of the environment and of `.env`. What is wrong is said at start, all of it at once."""

from collections.abc import Callable
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SLACK_API = "https://slack.com/api/"


class WrongSettings(Exception):
    """One clear line for each setting that is missing or wrong."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Settings(BaseSettings):
    """Everything an operator can set, by environment variable or in `.env`; the names there are in capitals."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    slack_bot_token: str = ""
    slack_app_token: str = ""
    slack_signing_secret: str = ""
    slack_transport: Literal["socket", "http"] | None = None
    slack_api_url: str = SLACK_API
    database_url: str = "sqlite:///leeway.db"
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 3000
    leeway_command: Annotated[str, Field(pattern=r"^/[a-z0-9_-]{1,31}$")] = "/delegate"
    leeway_tick_seconds: Annotated[float, Field(gt=0, le=300)] = 5
    leeway_after_action_minutes: Annotated[float, Field(gt=0, le=120)] = 15
    leeway_replicas: Annotated[int, Field(ge=1, le=1000)] = 1
    leeway_log_format: Literal["console", "json"] = "console"

    @property
    def transport(self) -> Literal["socket", "http"]:
        """How Slack reaches the bot: as set, else Socket Mode where an app token is there."""
        return self.slack_transport or ("socket" if self.slack_app_token else "http")

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file on this host."""
        return self.database_url.startswith("sqlite:")

    @field_validator("slack_api_url")
    @classmethod
    def _api_url(cls, url: str) -> str:
        if not url.startswith(("https://", "http://")):
            raise ValueError("is the Web API's address and begins with https://")
        return url if url.endswith("/") else url + "/"

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, url: str) -> str:
        if not url.startswith(("sqlite:///", "postgresql://")):
            raise ValueError("begins with sqlite:/// or postgresql://")
        try:
            _ = urlsplit(url).port
        except ValueError:
            raise ValueError("has something after its host's colon that is no port") from None
        return url

    @model_validator(mode="after")
    def _one_writer(self) -> "Settings":
        if self.is_sqlite and self.leeway_replicas > 1:
            raise ValueError(
                "LEEWAY_REPLICAS is more than 1, and SQLite serves one host. Use postgresql:// for replicas."
            )
        return self

    def missing_for_run(self) -> list[str]:
        """Return one line for each setting without which `run` cannot talk to Slack; empty where all are there."""
        wanted = {
            "SLACK_BOT_TOKEN": (self.slack_bot_token, "xoxb-", "the bot token, from OAuth & Permissions"),
        }
        if self.transport == "socket":
            what = "the app-level token with connections:write, from Basic Information"
            wanted["SLACK_APP_TOKEN"] = (self.slack_app_token, "xapp-", what)
        else:
            what = "from Basic Information; or set SLACK_APP_TOKEN to use Socket Mode instead"
            wanted["SLACK_SIGNING_SECRET"] = (self.slack_signing_secret, "", what)
        faults = []
        for name, (value, prefix, what) in wanted.items():
            if not value:
                faults.append(f"{name} is missing: {what}.")
            elif not value.startswith(prefix):
                faults.append(f"{name} begins with {prefix}; this one does not: {what}.")
        return faults


def load_settings(missing: Callable[[Settings], list[str]] | None = None) -> Settings:
    """Read the settings; `missing` says what else a command needs of them.

    Raises `WrongSettings` with all faults at once, and never a value that may be secret.
    """
    faults: list[str] = []
    mended: dict[str, Any] = {}
    while True:
        try:
            settings = Settings(**mended)
        except ValidationError as error:
            # What is wrong is read as if it were not set, so that it does not hide what else is.
            for fault in error.errors(include_input=False):
                faults.append(_in_words(dict(fault)))
                name = str(fault["loc"][0]) if fault["loc"] else "leeway_replicas"
                mended[name] = Settings.model_fields[name].default
            continue
        faults += missing(settings) if missing else []
        if faults:
            raise WrongSettings(faults)
        return settings


def _in_words(fault: dict[str, object]) -> str:
    place = fault.get("loc") or ()
    name = str(place[0]).upper() if isinstance(place, tuple) and place else ""
    message = str(fault["msg"]).removeprefix("Value error, ")
    return f"{name}: {message}".removeprefix(": ").rstrip(".") + "."
