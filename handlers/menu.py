"""The command menu, for each language and scope: at most five commands, so that it fits a phone at a glance."""

from __future__ import annotations

import telegram

from bot.i18n import Catalogs, Texts
from handlers.routes import Routes

SCOPES: dict[str, telegram.BotCommandScope] = {
    "private": telegram.BotCommandScopeAllPrivateChats(),
    "group": telegram.BotCommandScopeAllGroupChats(),
    "administrators": telegram.BotCommandScopeAllChatAdministrators(),
}
ORDER = ("survey", "wheel", "plan", "my", "settings", "language", "privacy", "help", "start")
MOST = 5


def commands(routes: Routes, scope: str, texts: Texts) -> list[telegram.BotCommand]:
    """The commands of a scope with their descriptions, the most wanted first."""
    offered = [name for name in ORDER if name in routes.menu and scope in routes.menu[name].menu]
    return [telegram.BotCommand(name, texts.label(routes.menu[name].about)) for name in offered[:MOST]]


async def publish(bot: telegram.Bot, routes: Routes, catalogs: Catalogs) -> None:
    """Tell Telegram the menus; two-letter languages only (others are refused), English for everyone else."""
    for scope, where in SCOPES.items():
        await bot.set_my_commands(commands(routes, scope, catalogs.texts(None)), scope=where)
        for language in catalogs.languages:
            if len(language) == 2:
                listed = commands(routes, scope, catalogs.texts(language))
                await bot.set_my_commands(listed, scope=where, language_code=language)
