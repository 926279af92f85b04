"""What an operator may set: environment variables, and optionally a file of them. Built once, in `main`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.address import Address
from bot.variables import Variables

PREFIX = "PALABRE_"
TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")  # other Bot API servers give shorter ones than Telegram
_WEB_ADDRESS = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")
_DATABASE = re.compile(r"[a-z]+://\S.*")
_WEBHOOK = re.compile(r"https://[^\s/?#@]+(/[^\s?#]*)?|http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?(/[^\s?#]*)?")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_TELEGRAM = "https://api.telegram.org"
_FREE_RATE, _PAID_RATE = 30, 1000  # messages a second that Telegram takes from a bot
_LOG = re.compile(r"(debug|info|warning|error)(\+json)?")

ALLOWED: Mapping[str, str] = {
    "bot_token": "a bot token as @BotFather gives it, like 123456789:AAE…",
    "data_dir": "the path of a folder",
    "database_url": "a URL, like sqlite:///data/palabre.db",
    "telegram_url": "the address of a Bot API server, like https://api.telegram.org",
    "secret": "a text of at least 32 characters, best a random one",
    "webhook_url": "the https address where Telegram reaches this bot, like https://bot.example.org/telegram",
    "webhook_secret": "16 to 256 of A-Z a-z 0-9 _ -, best random ones",
    "listen": "a host and a port to listen at, like 127.0.0.1:8080",
    "watch": "a host and a port to listen at, like 127.0.0.1:9100",
    "operator": "a name of 1 to 64 characters on one line",
    "rate": "a whole number from 1 to 1000000: messages a second",
    "paid_broadcast": "on or off",
    "quiet_hours": "on or off",
    "retention_days": "a whole number from 1 to 3650: days",
    "log": "debug, info, warning or error, with +json for lines of JSON, like info or info+json",
}
SECRETS = (
    "bot_token",
    "database_url",
    "secret",
    "webhook_secret",
)  # never shown; each may come from a file: PALABRE_…_FILE


class SettingsError(Exception):
    """Palabre cannot start with these settings; `problems` holds one line for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _beside_the_rest(valid: dict[str, Any]) -> str:
    return f"sqlite:///{quote(str(valid.get('data_dir', Path('data')) / 'palabre.db'))}"


class Settings(BaseSettings):
    """The settings, valid. Each is `PALABRE_` and its name in capitals; `ALLOWED` says what it may be."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True, validate_default=False
    )

    bot_token: SecretStr | None = Field(None, description="the bot's token; `palabre run` needs it")
    data_dir: Path = Field(Path("data"), description="where Palabre keeps its files")
    database_url: str = Field(default_factory=_beside_the_rest, repr=False, description="where the database is")
    telegram_url: str = Field(_TELEGRAM, description="the Bot API server")
    secret: SecretStr | None = Field(
        None, description="what pseudonyms are made with; else a key file in the data folder"
    )
    webhook_url: str | None = Field(None, description="where Telegram posts updates; else they are polled for")
    webhook_secret: SecretStr | None = Field(
        None, description="what Telegram shows with each post; else made of the key of the pseudonyms"
    )
    listen: str = Field("127.0.0.1:8080", description="where posts to the webhook arrive here")
    watch: str | None = Field(None, description="where health and figures are told")
    operator: str | None = Field(None, description="who runs the server, as the promise to respondents names them")
    rate: int = Field(25, ge=1, le=1_000_000, description="how many messages are sent a second at the most")
    paid_broadcast: bool = Field(
        False, description="whether Telegram may charge for messages beyond 30 a second, up to 1000"
    )
    quiet_hours: bool = Field(
        True, description="whether people are left alone from 21:00 to 07:00, and on their groups' days of rest"
    )
    retention_days: int = Field(
        90, ge=1, le=3650, description="how many days after a round it is kept who answered what"
    )
    log: str = Field("info", description="how much is logged, and how")

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, *_: object, **__: object
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is given: the environment of the process is read by `main`, which hands it to `load_settings`."""
        del settings_cls
        return (init_settings,)

    def token(self) -> str:
        """The bot's token; `SettingsError` if there is none."""
        if self.bot_token is None:
            raise SettingsError([f"PALABRE_BOT_TOKEN is missing: it must be {ALLOWED['bot_token']}"])
        return self.bot_token.get_secret_value()

    def make_data_dir(self) -> Path:
        """The data folder, made if it is missing, for its owner only; `SettingsError` if it cannot be."""
        try:
            self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError([f"cannot make the data folder {self.data_dir}: {error.strerror}"]) from error
        return self.data_dir

    @field_validator("bot_token")
    @classmethod
    def _a_token(cls, value: SecretStr) -> SecretStr:
        return _secret_of(value, TOKEN.fullmatch(value.get_secret_value()) is not None)

    @field_validator("secret")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        return _secret_of(value, len(value.get_secret_value()) >= 32)

    @field_validator("telegram_url")
    @classmethod
    def _without_a_slash(cls, value: str) -> str:
        return _text_of(value, _WEB_ADDRESS).rstrip("/")

    @field_validator("webhook_url")
    @classmethod
    def _a_safe_address(cls, value: str) -> str:
        return _text_of(value, _WEBHOOK)

    @field_validator("webhook_secret")
    @classmethod
    def _what_telegram_takes(cls, value: SecretStr) -> SecretStr:
        return _secret_of(value, _WEBHOOK_SECRET.fullmatch(value.get_secret_value()) is not None)

    @field_validator("listen", "watch")
    @classmethod
    def _an_address(cls, value: str) -> str:
        return str(Address.read(value))

    @field_validator("database_url")
    @classmethod
    def _a_url(cls, value: str) -> str:
        return _text_of(value, _DATABASE)

    @field_validator("operator")
    @classmethod
    def _a_name(cls, value: str) -> str:
        if not (0 < len(value.strip()) <= 64 and value.isprintable()):
            raise ValueError
        return value.strip()

    @field_validator("log")
    @classmethod
    def _a_level(cls, value: str) -> str:
        return _text_of(value, _LOG)


def load_settings(environ: Mapping[str, str], env_file: Path | None = None) -> Settings:
    """The settings in `environ`, completed by a file of `NAME=value` lines: `env_file`, else `PALABRE_SETTINGS`.

    What `environ` says wins; an empty value is no value. `SettingsError` tells all that is wrong at once.
    """
    variables = Variables(PREFIX, {_variable(field): field for field in ALLOWED}, SECRETS)
    values = variables.read(environ, env_file)
    problems = variables.problems
    try:
        settings = Settings(**values)  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = [str(each["loc"][0]) for each in error.errors(include_input=False)]
        # Only what was set: pydantic also complains of each default that it did not compute after a failure.
        problems += [_complaint(field, values) for field in wrong if field in values]
    else:
        problems += _too_fast(settings)
    if problems:
        raise SettingsError(problems)
    return settings


def _too_fast(settings: Settings) -> list[str]:
    """What Telegram would refuse: another Bot API server, of one's own, may take more."""
    paid = f"{_variable('paid_broadcast')} is {'on' if settings.paid_broadcast else 'off'}"
    if settings.paid_broadcast:
        most = _PAID_RATE
    else:
        most = _FREE_RATE if settings.telegram_url == _TELEGRAM else settings.rate
    wrong = f"{_variable('rate')} is '{settings.rate}': it must be at most {most}, since {paid}"
    return [wrong] if settings.rate > most else []


def _complaint(field: str, values: Mapping[str, str]) -> str:
    shown = "not valid" if field in SECRETS else repr(values[field])
    return f"{_variable(field)} is {shown}: it must be {ALLOWED[field]}"


def _variable(field: str) -> str:
    return PREFIX + field.upper()


def _secret_of(value: SecretStr, valid: bool) -> SecretStr:
    if not valid:
        raise ValueError
    return value


def _text_of(value: str, pattern: re.Pattern[str]) -> str:
    if pattern.fullmatch(value) is None:
        raise ValueError
    return value
