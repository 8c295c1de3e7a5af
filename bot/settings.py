"""Settings: the only reader of the environment and of `.env`. What is wrong is said at start, all of it at once."""

from typing import Annotated, Literal

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
    slack_client_id: str = ""
    slack_client_secret: str = ""
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


def load_settings() -> Settings:
    """Read the settings. Raises `WrongSettings` with all faults at once, and never a value that may be secret."""
    try:
        return Settings()
    except ValidationError as error:
        raise WrongSettings([_in_words(dict(fault)) for fault in error.errors(include_input=False)]) from None


def _in_words(fault: dict[str, object]) -> str:
    place = fault.get("loc") or ()
    name = str(place[0]).upper() if isinstance(place, tuple) and place else ""
    message = str(fault["msg"]).removeprefix("Value error, ")
    return f"{name}: {message}".removeprefix(": ").rstrip(".") + "."
