"""`/privacy`: what is kept, why, how long, and who sees it: as the code does it. Pure."""

from __future__ import annotations

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Screen
from handlers.screens.common import paragraphs


def privacy(texts: Texts, operator: str, days: int) -> Screen:
    """All of it; answers are kept so many days after the end of their round."""
    who = operator or texts.label("the operator")
    return Screen(paragraphs(*_kept(texts), *_how_long(texts, days), *_seen(texts, who)))


def _kept(texts: Texts) -> list[Markup]:
    return [
        texts.say("<b>What is kept, and why</b>"),
        texts.say(
            "• The number of your Telegram account (not of your phone), your language and what was sent to you, to"
            " write to you. Your groups, and the organization you named, to count your answers where they belong: those"
            " who say yes to it see your name."
        ),
        texts.say(
            "• Your name as Telegram shows it, so that you can be found when somebody is asked to take something on."
            " The actions you plan or take on, and what is said of them: those of the same plan see them, with your"
            " name. When you go, your name goes."
        ),
        texts.say(
            "• What you keep with /keep, with your name and on your terms, until you take it back. When you go,"
            " decisions and what others may use freely stay, without your name."
        ),
        texts.say(
            "• Your answers, without name, number or time, under a code that differs in each round: so that you can"
            " change them until the close, and so that they are counted."
        ),
        texts.say(
            "• Which announcements you said you have seen, to show how many have. If you take a role: what you do with"
            " it, in a log for those who have one too."
        ),
        texts.say(
            "• Which charters you have accepted, to open what others share. What you write for one is its network's or"
            " group's and stays; your voice goes when you go."
        ),
        texts.say(
            "• Wheels: the average of each theme that enough people have answered. They stay as they are, also when"
            " you go."
        ),
    ]


def _how_long(texts: Texts, days: int) -> list[Markup]:
    return [
        texts.say("<b>How long</b>"),
        texts.say(
            "What you write or tap is erased as soon as it is dealt with; if something went wrong, within two days."
            " What a message to you said is erased after 30 days; your answers, {days} days after the end of their"
            " round. The rest stays until you send /forgetme.",
            days=days,
        ),
    ]


def _seen(texts: Texts, who: str) -> list[Markup]:
    """By whom, and what people can do about it."""
    return [
        texts.say("<b>Who sees it</b>"),
        texts.say(
            "A wheel is seen by those whom it describes. Coordinators see that a round closed, and how many wheels came"
            " of it. Your choices are shown to nobody. Only {operator}, who runs the server, has the answers and the"
            " key of the codes, and could reach them. Whoever holds your phone can read this chat.",
            operator=who,
        ),
        texts.say("<b>What you can do</b>"),
        texts.say(
            "/mydata brings you all that is kept about you. /leave takes you out of a group or a network. /forgetme"
            " erases you, from the files of the database as well; copies that {operator} has set aside before are"
            " deleted in time, and your group may know from its own chat what you have said there.",
            operator=who,
        ),
    ]
