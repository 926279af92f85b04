"""What the buttons of the welcome say."""

from __future__ import annotations

from typing import ClassVar

from handlers.value import Private, Value


class Home(Value):
    """Show the welcome."""

    code: ClassVar[str] = "su"


class GroupLink(Private):
    """Make a link by which others add the bot to groups of the network."""

    code: ClassVar[str] = "sv"
    network_id: int


class CoordinatorLink(Private):
    """Make a link for one more coordinator."""

    code: ClassVar[str] = "sva"
    network_id: int


class Revoke(Private):
    """Let all links of a kind ("coordinator", "group") that are still good work no more."""

    code: ClassVar[str] = "svb"
    network_id: int
    kind: str
