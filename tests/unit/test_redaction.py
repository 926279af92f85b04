"""No secret is in a line that anyone sees: the key, the webhook's, the database's however its URL was written."""

from __future__ import annotations

import pytest
from pydantic import SecretStr
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from bot.commands.problems import line
from bot.redaction import Redactor, secrets_of
from bot.secret import shapes, webhook_secret
from bot.settings import Settings

KEY = bytes(range(120, 152))
TOKEN = "123456789:AAE" + "x" * 32


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:open-sesame@host/palabre",
        "postgresql://:open-sesame@/palabre",
        "postgresql:///palabre?host=/run&password=open-sesame",
        "postgresql://me:open-sesame@[half/palabre",
        "postgresql://me:open-sesame@or@not@host/palabre",
    ],
)
def test_the_password_of_a_url_is_known(url: str) -> None:
    hide = Redactor(secrets_of(Settings(database_url=url))).text
    assert "sesame" not in hide(f"cannot open {url}")
    assert "sesame" not in hide("the password is open-sesame!")


def test_an_encoded_password_is_known_in_both_forms() -> None:
    hide = Redactor(secrets_of(Settings(database_url="postgresql://me:open%40sesame@host/palabre"))).text
    assert hide("open@sesame and open%40sesame") == "<secret> and <secret>"


def test_a_url_without_a_password_hides_nothing() -> None:
    assert secrets_of(Settings(database_url="postgresql://me@host:5432/palabre?options=-csearch_path%3Da")) == []


def test_the_secret_of_the_webhook_is_known() -> None:
    given = Settings(webhook_secret=SecretStr("only-telegram-knows"))
    assert "only" not in Redactor(secrets_of(given)).text("the header is 'only-telegram-knows'")


@pytest.mark.parametrize("shape", shapes(KEY), ids=["as digits", "as bytes", "the webhook's"])
def test_what_gives_the_key_away_is_hidden(shape: str) -> None:
    assert Redactor(shapes(KEY)).text(f"{KEY.hex()} {KEY!r} {webhook_secret(KEY)}").count(shape) == 0
    assert len(shape) > 30


@pytest.mark.parametrize("kind", [BadRequest, NetworkError, Forbidden])
def test_what_a_server_quotes_of_its_address_is_told_without_the_token(kind: type[TelegramError]) -> None:
    told = line(kind(f"no route for /bot{TOKEN}/getMe"))
    assert told is not None
    assert told.startswith("Telegram refused: ")
    assert "AAE" not in told
