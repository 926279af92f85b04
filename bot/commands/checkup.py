"""`palabre check`: says in plain words what is right and wrong, before anyone is harmed. Changes nothing."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import telegram
import typer

from bot import logs
from bot.commands import problems
from bot.delivery.connection import connected
from bot.i18n import Catalogs
from bot.secret import key_mark, load_key, other_key
from bot.settings import Settings, load_settings
from bot.storage import key_mark as marks
from bot.storage import open_storage
from bot.storage.migrate import exists, pending
from bot.storage.url import database_path, is_postgres, place
from surveys.lettering import can_shape
from surveys.template import load_all


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: right (True), wrong (False), or worth knowing (None)."""

    right: bool | None
    words: str


_MARKS = {True: "ok     ", False: "WRONG  ", None: "note   "}

Look = Callable[[Settings], Awaitable[list[Finding]]]


async def check() -> int:
    """Print a line for each thing that matters; returns 0 when nothing is wrong, else 1."""
    try:
        settings = load_settings(os.environ)
    except Exception as error:
        return _report([Finding(False, text) for text in _lines(error)])
    logs.configure(settings)
    findings = [Finding(True, "settings: all are known and valid")]
    for look in (_telegram, _database, _texts, _templates, _pictures, _promise):
        findings += await _looked(look, settings)
    return _report(findings)


async def _looked(look: Look, settings: Settings) -> list[Finding]:
    try:
        return await look(settings)
    except Exception as error:
        subject = look.__name__.strip("_")
        return [Finding(False, f"{subject}: {text}") for text in _lines(error)]


def _lines(error: Exception) -> list[str]:
    """The known words for it; a fault nobody foresaw is named by its class, since its text may hold a secret."""
    return (problems.line(error) or f"an unexpected fault ({type(error).__name__})").splitlines()


def _report(findings: list[Finding]) -> int:
    for finding in findings:
        typer.echo(_MARKS[finding.right] + finding.words)
    return int(any(finding.right is False for finding in findings))


async def _telegram(settings: Settings) -> list[Finding]:
    async with connected(settings.token(), settings.telegram_url) as (bot, _):
        me, hook = bot.bot, await bot.get_webhook_info()
    return [
        Finding(True, f"telegram: reached at {settings.telegram_url}; the token is that of @{me.username}"),
        _privacy_mode(bool(me.can_read_all_group_messages)),
        Finding(
            bool(me.can_join_groups),
            "groups: the bot may be added to groups"
            if me.can_join_groups
            else "groups: the bot may not be added to groups: allow it with /setjoingroups at @BotFather",
        ),
        _webhook(settings.webhook_url, hook),
    ]


def _webhook(wanted: str | None, hook: telegram.WebhookInfo) -> Finding:
    if wanted is None:
        if not hook.url:
            return Finding(True, "webhook: none is set, so polling works")
        return Finding(False, "webhook: one is set, so polling does not work: remove it (deleteWebhook)")
    if hook.url != wanted:
        return Finding(None, f"webhook: {'another' if hook.url else 'none'} is set; `palabre run` sets {wanted}")
    if hook.last_error_message:
        return Finding(None, f"webhook: {wanted} is set; the last time a post failed: {hook.last_error_message}")
    return Finding(True, f"webhook: {wanted} is set, and posts arrive")


def _privacy_mode(reads_all: bool) -> Finding:
    if reads_all:
        text = (
            "privacy mode: off, so the bot gets every message of its groups, which it does not need:"
            " turn it on with /setprivacy at @BotFather"
        )
        return Finding(None, text)
    return Finding(True, "privacy mode: on, the bot sees only commands and replies to it in groups")


async def _database(settings: Settings) -> list[Finding]:
    if not exists(settings.database_url):
        return [_none_yet(settings.database_url)]
    key = load_key(settings, database_exists=True)
    waiting = pending(settings.database_url)
    storage = await open_storage(settings.database_url, alone=False)
    try:
        noted = None if waiting else await storage.read(marks.noted)
    finally:
        await storage.close()
    if waiting:
        return [Finding(None, f"database: {len(waiting)} migrations wait; `palabre run` applies them")]
    if noted not in {None, key_mark(key)}:
        raise other_key(settings)
    return [
        Finding(
            True, f"database: {place(settings.database_url)} opens and is up to date; the key of pseudonyms is there"
        )
    ]


def _none_yet(url: str) -> Finding:
    if is_postgres(url):
        return Finding(None, f"database: {place(url)} has no tables yet; `palabre run` makes them")
    path = database_path(url)
    folder = _nearest(path.parent)
    if not os.access(folder, os.W_OK):
        return Finding(False, f"database: there is none yet, and the folder {folder} cannot be written to")
    return Finding(None, f"database: there is none yet; `palabre run` makes it at {path}")


def _nearest(folder: Path) -> Path:
    """The folder itself, or the closest one above it that exists."""
    return next(one for one in (folder, *folder.parents) if one.exists())


async def _texts(settings: Settings) -> list[Finding]:
    del settings
    catalogs = Catalogs()
    return [Finding(True, f"texts: {', '.join(catalogs.languages)}")]


async def _templates(settings: Settings) -> list[Finding]:
    del settings
    return [Finding(True, f"templates: {', '.join(load_all())}")]


async def _pictures(settings: Settings) -> list[Finding]:
    del settings
    if can_shape():
        return [Finding(True, "pictures: the fonts are there, right-to-left script too")]
    text = "pictures: the fonts are there; right-to-left script needs the system library libfribidi (libfribidi0)"
    return [Finding(None, text)]


async def _promise(settings: Settings) -> list[Finding]:
    if settings.operator:
        return [Finding(True, f"promise: it names {settings.operator} as who runs the server")]
    text = "promise: it says “the operator of this bot”; name who runs the server with PALABRE_OPERATOR"
    return [Finding(None, text)]
