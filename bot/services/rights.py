"""Who may do what: the one table. `roles` asks it at each act; docs/security.md shows it; tests hold each cell to it.

A new act is one word in `ACTS`; a test fails as long as it is missing, or asks for something else than it says here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum, StrEnum


class Role(StrEnum):
    """What somebody is to the thing that an act is about: looked up at each act, never remembered."""

    ANYBODY = "anybody"
    OWN = "whose own it is"
    MEMBER = "member"  # of the group, or of the network
    CONFIRMED = "confirmed member"  # of the organization
    COMPANION = "companion"  # of the organization, until a day
    ADMINISTRATOR = "administrator"  # of the group, says Telegram
    ACTING = "acting administrator"  # one of a group in which nobody is named
    FACILITATOR = "facilitator"  # of the group, named
    COORDINATOR = "coordinator"  # of the network
    OPERATOR = "operator"  # whoever has the machine


class Rule(Enum):
    """Who may, in so many words; the first of the roles is asked first. `holders` may do all that stands under it."""

    ONESELF = "what is one's own, or tells only of oneself", (Role.ANYBODY,)
    LINK = "what a link opens, for whoever holds it", (Role.ANYBODY,)
    CHAT = "what Telegram tells of a chat", (Role.ANYBODY,)
    OWNER = "what is one's own, and nobody else's to change", (Role.OWN,)
    ANSWER = "a round, for those whom it asks", (Role.MEMBER, Role.CONFIRMED)
    TAP = "the themes of a workshop, in its group", (Role.MEMBER,)
    NETWORK = "what a network shows to its members", (Role.MEMBER, Role.COORDINATOR, Role.FACILITATOR)
    GROUP = (
        "what is said and kept in a group",
        (Role.MEMBER, Role.FACILITATOR, Role.COORDINATOR, Role.ACTING, Role.OWN),
    )
    WHEEL = "a wheel, for those whom it describes", (Role.MEMBER, Role.CONFIRMED, Role.COMPANION)
    PLAN = (
        "the plan of a group or an organization",
        (
            *(Role.MEMBER, Role.CONFIRMED, Role.COMPANION),
            *(Role.FACILITATOR, Role.COORDINATOR, Role.ACTING, Role.OWN),
        ),
    )
    JOIN = (
        "new actions in a plan, and who takes them on",
        (Role.MEMBER, Role.CONFIRMED, Role.FACILITATOR, Role.COORDINATOR, Role.ACTING, Role.OWN),
    )
    ACTION = "how an action goes", (Role.OWN, Role.FACILITATOR, Role.COORDINATOR, Role.ACTING)
    AGENDA = "what comes back on an agenda", (Role.CONFIRMED, Role.FACILITATOR, Role.COORDINATOR, Role.ACTING)
    BUDGET = "the person-days that an organization gives", (Role.CONFIRMED, Role.COORDINATOR)
    CLAIM = "the claims of others to be with an organization", (Role.CONFIRMED, Role.COORDINATOR)
    SHARE = "what an organization shows to its companions", (Role.CONFIRMED,)
    LEAD = "a group's rounds, workshops, threads, reminders", (Role.FACILITATOR, Role.COORDINATOR, Role.ACTING)
    SETTINGS = (
        "a group's settings",
        (Role.ADMINISTRATOR, Role.FACILITATOR, Role.COORDINATOR, Role.ACTING),
    )
    SPEAK = (
        "announcements and charters, for a network or a group",
        (Role.FACILITATOR, Role.COORDINATOR, Role.ACTING),
    )
    TAILOR = (
        "surveys of its own, for a group or an organization",
        (Role.CONFIRMED, Role.FACILITATOR, Role.COORDINATOR, Role.ACTING),
    )
    OFFER = (
        "to become a facilitator",
        (Role.ADMINISTRATOR, Role.FACILITATOR, Role.COORDINATOR, Role.ACTING, Role.MEMBER),
    )
    COORDINATE = "a network", (Role.COORDINATOR,)

    def __init__(self, about: str, holders: tuple[Role, ...]) -> None:
        self.about = about
        self.holders = holders


CONDITIONS: Mapping[tuple[Rule, Role], str] = {
    (Rule.NETWORK, Role.FACILITATOR): "their group's charter",
    (Rule.WHEEL, Role.MEMBER): "its group's, its network's",
    (Rule.WHEEL, Role.CONFIRMED): "its organization's",
    (Rule.WHEEL, Role.COMPANION): "while its people share it",
    (Rule.PLAN, Role.COMPANION): "while its people share it",
    (Rule.PLAN, Role.COORDINATOR): "of groups and organizations of the network",
    (Rule.AGENDA, Role.FACILITATOR): "a group's",
    (Rule.AGENDA, Role.CONFIRMED): "an organization's",
    (Rule.BUDGET, Role.CONFIRMED): "who facilitates its own group",
    (Rule.CLAIM, Role.CONFIRMED): "never one's own claim",
    (Rule.SPEAK, Role.FACILITATOR): "their group's",
    (Rule.TAILOR, Role.CONFIRMED): "an organization's, who facilitates its own group",
    (Rule.TAILOR, Role.FACILITATOR): "their group's",
    (Rule.PLAN, Role.OWN): "an action that they own or help with",
    (Rule.GROUP, Role.OWN): "their own words, also once they have left",
    (Rule.JOIN, Role.OWN): "an action that they own",
    (Rule.OFFER, Role.MEMBER): "for an hour after all were asked",
    (Rule.ACTION, Role.OWN): "owns it, helps with it, or proposed it",
}
"""Where a role may only under a condition."""

_TABLE: Mapping[str, Mapping[Rule, str]] = {
    "actions/actions.Actions": {
        Rule.JOIN: "propose share hand_over",
        Rule.ACTION: "move_date edit",
        Rule.OWNER: "let_mention",
        Rule.BUDGET: "set_budget",
    },
    "agenda/agenda.Agenda": {Rule.PLAN: "listed point present again", Rule.AGENDA: "add plan times end"},
    "announcements/announcements.Announcements": {
        Rule.ONESELF: "places listed",
        Rule.SPEAK: "begin look write drop_version aim options when set_silent set_seen discard",
    },
    "rounds/answering.Answering": {
        Rule.ANSWER: "open answer see organizations",
        Rule.LINK: "open_by_group open_by_link",
    },
    "actions/boards.Boards": {Rule.ONESELF: "mine mine_ended", Rule.PLAN: "board look", Rule.OWNER: "asked returned"},
    "charter/drafts.CharterDrafts": {Rule.SPEAK: "begin look write drop say_change make_plain discard publish"},
    "charter/charters.Charters": {Rule.ONESELF: "all news", Rule.GROUP: "of_group", Rule.NETWORK: "look accept"},
    "groups/companions.Companions": {
        Rule.COORDINATE: "listed look offer end",
        Rule.LINK: "accept",
        Rule.ONESELF: "mine",
        Rule.SHARE: "sharing share",
    },
    "dialogues.Dialogues": {Rule.ONESELF: "wait waiting end"},
    "followup/digest.Digest": {Rule.LEAD: "choose"},
    "announcements/dispatch.Dispatch": {Rule.SPEAK: "send pause resume cancel change remove", Rule.ONESELF: "seen"},
    "privacy/erasings.Erasings": {Rule.ONESELF: "choices pending", Rule.COORDINATE: "look ask stop"},
    "actions/exports.Exports": {Rule.PLAN: "whole taken"},
    "followup/followup.Followup": {Rule.ONESELF: "left away back", Rule.OWNER: "remind_on"},
    "privacy/going.Going": {Rule.ONESELF: "places leave_group leave_network"},
    "groups/groups.Groups": {
        Rule.CHAT: "joined known removed migrated saw arrived left fresh stale",
        Rule.LINK: "tie",
    },
    "groups/invitations.Invitations": {
        Rule.COORDINATE: "invite revoke",
        Rule.LINK: "accept_coordinator",
        Rule.ONESELF: "coordinated",
    },
    "talk/kept.Kept": {Rule.GROUP: "keep look of_group", Rule.OWNER: "choose withdraw", Rule.ONESELF: "mine"},
    "privacy/log.Log": {Rule.SPEAK: "page", Rule.COORDINATE: "head"},
    "groups/membership.Membership": {
        Rule.ONESELF: "standing",
        Rule.NETWORK: "claim claim_new",
        Rule.CLAIM: "confirm decline",
    },
    "privacy/mydata.MyData": {Rule.ONESELF: "all"},
    "rounds/organization_rounds.OrganizationRounds": {Rule.COORDINATE: "open running renew_link revoke_link close"},
    "groups/parting.Parting": {Rule.COORDINATE: "listed look end"},
    "groups/people.People": {
        Rule.ONESELF: "choose_language leave_announcements hats leaving forget",
        Rule.LEAD: "choose_group_language",
    },
    "actions/places.Places": {
        Rule.ONESELF: "zone places coordinated",
        Rule.BUDGET: "given",
        Rule.JOIN: "members member",
    },
    "actions/progressing.Progressing": {
        Rule.OWNER: "accept hand_back",
        Rule.ACTION: "going_well block done drop reopen",
    },
    "rounds/proposals.Proposals": {Rule.COORDINATE: "propose", Rule.LEAD: "look accept decline"},
    "followup/rhythm.Rhythm": {Rule.LEAD: "choose"},
    "rounds/rounds.Rounds": {
        Rule.ONESELF: "reach",
        Rule.SPEAK: "subject",
        Rule.LEAD: "standings standing open close extend",
    },
    "groups/setup.SetUp": {
        Rule.SETTINGS: "look begin set_language set_country set_rest_day set_minimum set_network of_network "
        "of_organization of_several of_named set_facilitator open_to_all accept",
        Rule.OFFER: "facilitate",
        Rule.ONESELF: "managed",
        Rule.COORDINATE: "answer",
    },
    "talk/sharing.Sharing": {Rule.NETWORK: "page look ask", Rule.OWNER: "request answer answered"},
    "charter/support.Support": {
        Rule.ONESELF: "help desks",
        Rule.NETWORK: "elsewhere",
        Rule.COORDINATE: "desk add remove",
    },
    "rounds/tailoring.Tailoring": {
        Rule.TAILOR: "offer copy look change put_to_use discard put_away",
        Rule.ONESELF: "places",
    },
    "followup/tending.Tending": {Rule.ONESELF: "page", Rule.LEAD: "look"},
    "talk/places.ThreadPlaces": {Rule.CHAT: "closed reopened renamed"},
    "talk/views.ThreadViews": {Rule.GROUP: "page look", Rule.ONESELF: "places"},
    "talk/threads.Threads": {Rule.GROUP: "open", Rule.LEAD: "pin rename prompt close end reopen"},
    "rounds/wheels.Wheels": {Rule.ONESELF: "choices", Rule.WHEEL: "show"},
    "workshop/themes.WorkshopThemes": {Rule.TAP: "tap", Rule.LEAD: "show agree wish explain"},
    "workshop/workshops.Workshops": {Rule.LEAD: "under_way look begin go again talk pause resume end cancel"},
}


def _listed() -> Iterator[tuple[str, Rule]]:
    for service, ruled in _TABLE.items():
        for rule, acts in ruled.items():
            yield from ((f"{service}.{act}", rule) for act in acts.split())


ACTS: Mapping[str, Rule] = dict(_listed())
"""Every act of people by `room/module.Class.method`, with its rule."""
