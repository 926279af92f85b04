"""The password of the database is in no line that anyone sees, however the URL was written."""

from __future__ import annotations

import pytest

from bot.redaction import Redactor, secrets_of
from bot.settings import Settings


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
