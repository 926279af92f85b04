"""One act of one person, and the ways in which it may be refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.clock import to_micros


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts, and when. `person_id` is None for an anonymous administrator's message, whose group is named instead.

    `update_id` is the stored update behind the act: it is marked as done in the transaction of the act.
    """

    person_id: int | None
    now: datetime
    update_id: int | None = None
    anonymous_in: int | None = None

    @property
    def micros(self) -> int:
        return to_micros(self.now)


class Why(Enum):
    """Why an act is refused; handlers have a sentence for each, in every language."""

    NOT_ADMINISTRATOR = "only an administrator of the group or a coordinator may"
    NOT_FACILITATOR = "only a facilitator of the group may"
    NOT_COORDINATOR = "only a coordinator of the network may"
    NOT_MEMBER = "only members may"
    NOT_CONFIRMED = "the organization is claimed, not confirmed"
    COMPANION = "whoever accompanies an organization is not of it"
    GROUP_WAITING = "the group waits for a coordinator's yes"
    NOT_SET_UP = "the group was not set up yet"
    ROUND_OPEN = "a round is open already"
    ROUND_CLOSED = "the round is closed"
    LOCKED = "the answers are counted in a published wheel"
    GONE = "there is no such thing (any more)"
    BAD_DATE = "the date is not understood, past, or too far"
    BAD_NAME = "the name is empty or too long"
    BAD_LINK = "the link is unknown, used, revoked or expired"
    NOT_AUTHOR = "the draft is somebody else's"
    EMPTY = "nothing is written yet"
    TOO_LONG = "the text is longer than a message may be, or has more than ten photos or files"
    NOT_TOGETHER = "these kinds of files cannot be in one album"
    NOBODY = "nobody would be reached"
    UNDER_WAY = "the announcement is on its way, or was sent or cancelled"
    NOT_SENT = "the announcement was not sent"
    BAD_ACTION = "what is to be done has no words, or more than a thousand characters"
    BAD_LINE = "what is said about an action has more than a thousand characters"
    BAD_DUE = "the day of an action is past, or more than three years ahead"
    BAD_DAYS = "so many person-days cannot be planned"
    NOT_OWNER = "only the owner of the action may"
    NOT_IN_PLAN = "that person is not, or no more, of the group or organization"
    ENDED = "the action is done or dropped"
    FULL = "there are as many points on the agenda as it can hold"
    CHANGED = "somebody has changed it meanwhile"
    BAD_SUBJECT = "the subject of a thread has no words, or more than 128 characters"
    BAD_WORDS = "what is to be kept, or a summary, has no words, or more than two thousand characters"
    THREAD_CLOSED = "nobody talks in the thread now"
    NOT_YOURS = "what is kept is somebody else's"
    NO_CHARTER = "the charter of the network was not accepted yet"
    BAD_CHARTER = "a charter, or what is new in it, has no words, or too many"
    NO_CHANGE = "it was not said what is new in the charter"
    BAD_CONTACT = "a contact has no words, too many, or an unknown country"
    MANY_CONTACTS = "there are as many contacts as their list can hold"
    ONLY_FACILITATOR = "somebody else than a facilitator has to be named"
    NO_GENERAL = "one contact has to be for everyone in the network"
    WORKSHOP = "a workshop is under way in the group"
    SHOWN = "the level of the theme was shown already"
    TOO_FEW = "not enough have tapped to show a level"
    PAUSED = "the workshop is paused"
    OVER = "the workshop is over"
    BAD_REASON = "the reason is empty or too long"
    FULL_SHELF = "there are as many templates of one's own as there can be"
    CHANGED_SURVEY = "somebody has changed the template meanwhile"


class Refused(Exception):  # noqa: N818 - an answer to a person, not an error
    """The act is not allowed, or no longer; nothing was changed."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why
