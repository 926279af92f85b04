"""What a person sees, as a plain value: no Telegram types, no database, so screens can be compared and rendered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button: `value` is callback data (1-64 bytes), `url` a link; exactly one of them is given."""

    label: str
    value: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.url is None):
            raise ValueError(f"a button has either a value or a url: {self.label!r}")


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a screen: sent by `file_id` when Telegram has it already, else uploaded from `png`.

    `figure_id` and `language` say which wheel it is, so that whoever sends it can note the `file_id` it got. It is
    `whole` with its sensitive themes; then none is noted.
    """

    figure_id: int
    language: str
    file_id: str | None = None
    png: bytes | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A file that was made here, for people to keep: its name as they see it, its bytes, its media type.

    Telegram shows it by the ending of its name.
    """

    name: str
    content: bytes = field(repr=False)
    mime: str = "application/octet-stream"


MediaKind = Literal["photo", "document", "voice", "video", "audio", "animation"]


@dataclass(frozen=True, slots=True)
class Media:
    """A photo or file that Telegram holds already: sent again by its `file_id`, without a limit of size.

    `seconds` is how long it plays, where that was just told.
    """

    kind: MediaKind
    file_id: str
    seconds: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Content:
    """What somebody wrote, spoke or forwarded: HTML text, and media (2-10 of them are an album)."""

    text: str
    media: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: HTML text (4096 characters; 1024 below a picture or file), rows of buttons, perhaps a picture.

    `ask` makes it a question to be answered by a reply: its value is the placeholder of the input field (1-64
    characters). One of `media` has the text below it; an album has it below its first, and no buttons. A `file` has it
    below as well, and is always a new message.
    """

    text: Markup
    rows: Rows = ()
    picture: Picture | None = None
    ask: str | None = None
    media: tuple[Media, ...] = ()
    file: File | None = None


def plain(text: str) -> Screen:
    """A message of that text alone."""
    return Screen(Markup.escape(text))


def column(*buttons: Button) -> Rows:
    """The buttons one under the other."""
    return tuple((button,) for button in buttons)
