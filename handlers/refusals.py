"""A sentence for each way in which an act is refused: friendly, and with a way on."""

from __future__ import annotations

from bot.i18n import Texts
from bot.services.act import Why
from handlers.turn import _

_SENTENCES: dict[Why, str] = {
    Why.NOT_ADMINISTRATOR: _(
        "That is for the administrators of this group, or a coordinator. Could you ask one of them?"
    ),
    Why.NOT_FACILITATOR: _("That is for the facilitators of this group. Could you ask one of them?"),
    Why.NOT_COORDINATOR: _("That is for the coordinators of the network. Could you ask one of them?"),
    Why.NOT_MEMBER: _(
        "That is for the members of the group. Join it in Telegram first, then tap its invitation again."
    ),
    Why.NOT_CONFIRMED: _("Someone of the organization, or a coordinator, has to say yes to that first."),
    Why.COMPANION: _("Whoever accompanies an organization is not one of its people, and does not answer for it."),
    Why.GROUP_WAITING: _("This group is waiting for a coordinator's yes. I will write here when it comes."),
    Why.NOT_SET_UP: _("This group is not set up yet: an administrator can do so with /settings."),
    Why.ROUND_OPEN: _("A round is open already. /survey shows it."),
    Why.ROUND_CLOSED: _("This round is closed, so nothing was changed. Its result: /wheel"),
    Why.LOCKED: _("These answers are counted in a published wheel, so they can no longer be changed."),
    Why.GONE: _("That is not there any more. /start shows what is open for you."),
    Why.BAD_DATE: _("I need a day from tomorrow to half a year from now, like 15 March or 15/03."),
    Why.BAD_NAME: _("A name of 1 to 64 characters is needed. Please write it once more."),
    Why.BAD_LINK: _(
        "This link is no longer good. Ask whoever sent it for a new one; /start shows what is open for you."
    ),
    Why.NOT_AUTHOR: _("This draft is a colleague's: only who writes it can change or send it."),
    Why.EMPTY: _("Nothing is written yet. Please write the announcement first."),
    Why.TOO_LONG: _(
        "That is too long: 4096 characters at most, 1024 below photos or files, and ten of these. Please shorten it."
    ),
    Why.NOT_TOGETHER: _(
        "These cannot be in one album: photos and videos go together, documents with documents, music with music."
    ),
    Why.NOBODY: _("Nobody would get it. Please choose whom it is for."),
    Why.UNDER_WAY: _("This announcement is on its way, sent or cancelled, so nothing was changed. See /announcements."),
    Why.NOT_SENT: _("This announcement was not sent, so there is nothing to do there. See /announcements."),
    Why.BAD_ACTION: _("Please say in 1 to 1000 characters what is to be done; details can be told in the group."),
    Why.BAD_LINE: _("Please say it in at most 1000 characters; details can be told in the group."),
    Why.BAD_DUE: _("I need a day from today to three years from now, like 15 March or 15/03."),
    Why.BAD_DAYS: _("Person-days go from 0 to 1000, in whole or half days, like 2 or 1.5."),
    Why.NOT_OWNER: _("That is for whoever has taken on this action, or a facilitator. Nothing was changed."),
    Why.NOT_IN_PLAN: _("This person is not in the group or organization whose plan it is. Please choose another."),
    Why.ENDED: _("This action is done or dropped already, so nothing was changed."),
    Why.FULL: _("There are twenty points on this agenda already. Please take one of them off first."),
    Why.BAD_SUBJECT: _("A subject of 1 to 128 characters is needed. Please write it once more."),
    Why.BAD_WORDS: _("Please say it in 1 to 2000 characters, or in a voice message."),
    Why.THREAD_CLOSED: _("This discussion is closed, so nothing was changed. All of them: /threads"),
    Why.NO_CHARTER: _("What other groups share opens once you have read and accepted the charter: /charter"),
    Why.BAD_CHARTER: _("A charter of 1 to 3000 characters in one message is needed; what is new in it, in 1 to 500."),
    Why.NO_CHANGE: _("Members would not know what is new. Please say it first, in a sentence or two."),
    Why.BAD_CONTACT: _("I need 1 to 200 characters: who it is, and how to reach them."),
    Why.MANY_CONTACTS: _("There are thirty contacts already. Please take one of them away first."),
    Why.ONLY_FACILITATOR: _(
        "A facilitator cannot be the only one here: somebody may need to tell of just that person. Please name"
        " somebody else first."
    ),
    Why.NO_GENERAL: _("There must always be a contact for everyone in the network. Please name another one first."),
    Why.NOT_YOURS: _("These are somebody else's words: only they can change that, or take them back."),
    Why.CHANGED: _("Somebody has changed this action meanwhile. Please look at it again, then try once more."),
    Why.WORKSHOP: _("A workshop is under way in this group. It goes on with /workshop, and can be ended there, too."),
    Why.SHOWN: _("This theme was shown already, so its level stays as it is. Your view counts in the talk!"),
    Why.TOO_FEW: _("Not enough people have tapped yet to show a level and protect everyone. You can wait a little."),
    Why.PAUSED: _("The workshop is paused, so nothing was changed. A facilitator goes on with it by /workshop."),
    Why.OVER: _("This workshop is over, so nothing was changed. Its wheel: /wheel"),
    Why.BAD_REASON: _(
        "One sentence of at most 300 characters, please, or a voice message. Details can be told in the group."
    ),
    Why.FULL_SHELF: _("There are ten surveys of your own already. Please put one of them away first."),
    Why.CHANGED_SURVEY: _("Somebody has changed this survey meanwhile. Please look at it again, then try once more."),
}


def refusal(texts: Texts, why: Why) -> str:
    """The sentence, plain, at most 200 characters: it fits the answer to a tap as well as a message."""
    return texts.label(_SENTENCES[why])
