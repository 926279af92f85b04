"""The table of rights is whole: every act of people stands in it, and asks on its way for the rule that it is under."""

from __future__ import annotations

import pytest

from bot.services.rights import ACTS, CONDITIONS, Role, Rule
from bot.services.roles import _HELD
from tests.access.code import acts, asked

ASKS: dict[Rule, set[str]] = {
    Rule.ANSWER: {"rounds/answering._admitted"},
    Rule.GROUP: {"talk/rules.need_inside", "charter/charters.read"},
    Rule.WHEEL: {"rounds/wheels.may_see"},
    Rule.PLAN: {"actions/plans.need_sight"},
    Rule.SHARE: {"groups/companions._own"},
    Rule.JOIN: {"actions/taking.need_place", "actions/plans.belongs"},
    Rule.ACTION: {"actions/plans.rights"},
    Rule.AGENDA: {"agenda/agenda._need_to_decide"},
    Rule.BUDGET: {"actions/person_days.need_giver"},
    Rule.CLAIM: {"groups/claims._judged"},
    Rule.LEAD: {"roles.need_facilitator", "roles.facilitates"},
    Rule.SETTINGS: {"roles.need_administrator"},
    Rule.OFFER: {"roles.need_administrator"},
    Rule.SPEAK: {"roles.need_facilitator", "roles.need_coordinator"},
    Rule.TAILOR: {"rounds/tailoring._need"},
    Rule.COORDINATE: {"roles.need_coordinator"},
}
"""What an act under a rule comes to, one of these; the other rules ask in words of their own."""


def test_every_act_stands_in_the_table_and_nothing_else() -> None:
    """What fails here is one word in `bot.services.rights`: under the rule that the new act asks for."""
    assert set(acts()) - set(ACTS) == set()
    assert set(ACTS) - set(acts()) == set()


@pytest.mark.parametrize("name", [name for name, rule in ACTS.items() if rule in ASKS])
def test_an_act_asks_for_its_rule(name: str) -> None:
    assert asked(name) & ASKS[ACTS[name]], sorted(asked(name))


def test_what_is_looked_up_of_a_group_can_be_held() -> None:
    for rule in (Rule.LEAD, Rule.SETTINGS):
        assert set(rule.holders) <= set(_HELD)


def test_conditions_are_of_roles_that_the_rule_names() -> None:
    assert all(role in rule.holders for rule, role in CONDITIONS)


def test_an_operator_holds_nothing_in_the_chat() -> None:
    """Who has the machine acts on the command line: no message of theirs weighs more than another's."""
    assert not [rule for rule in Rule if Role.OPERATOR in rule.holders]
