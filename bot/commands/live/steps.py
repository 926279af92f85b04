"""The order of the walk: first what needs nobody, then the private chat, then a group that grows under our eyes."""

from __future__ import annotations

from bot.commands.live import calls, groups, keyboards, pictures, private, supergroups, texts
from bot.commands.live.walk import Step, Walk

_NO_OPERATOR = "nobody has opened the link"
_NO_GROUP = "there is no group"


def _met(walk: Walk) -> bool:
    return bool(walk.operator)


def _joined(walk: Walk) -> bool:
    return bool(walk.group)


def _private(walk: Walk) -> bool:
    return _joined(walk) and not walk.me.reads_all and not walk.admin


def _plain(walk: Walk) -> bool:
    return _joined(walk) and not walk.supergroup


STEPS = (
    Step("Calls, without you", calls.calls),
    Step("Polls, without you", calls.polls),
    Step("Your private chat with the bot", private.meet),
    Step("Texts, half a minute without you", texts.texts, _met, _NO_OPERATOR),
    Step("Keyboards and edits, without you", keyboards.keyboards, _met, _NO_OPERATOR),
    Step("Pictures, without you", pictures.pictures, _met, _NO_OPERATOR),
    Step("A tap", private.tap_once, _met, _NO_OPERATOR),
    Step("Two taps", private.tap_twice, _met, _NO_OPERATOR),
    Step("A reply", private.reply, _met, _NO_OPERATOR),
    Step("Blocked, and back", private.block, _met, _NO_OPERATOR),
    Step("A group", groups.join, _met, _NO_OPERATOR),
    Step("Privacy mode", groups.listen, _private, "there is no group, or the bot reads all that is written in it"),
    Step("A reply in the group", groups.reply, _joined, _NO_GROUP),
    Step("The group moves", supergroups.migrate, _plain, "there is no plain group"),
    Step("Topics, without you", supergroups.forum, lambda walk: walk.forum, "there is no group with topics"),
    Step("An administrator", supergroups.promote, lambda walk: _joined(walk) and not walk.admin, _NO_GROUP),
    Step("An anonymous administrator", supergroups.hide, lambda walk: walk.supergroup, "there is no supergroup"),
    Step("The end of the group", groups.leave, _joined, _NO_GROUP),
)
