"""The templates at hand: shipped ones, those that people have made their own, and what rounds keep of either."""

from __future__ import annotations

from collections.abc import Mapping

from bot.services.act import Refused, Why
from bot.storage import own_templates
from bot.storage import rounds as rows
from bot.storage.actions import MINE, Whose
from bot.storage.own_templates import Own
from bot.storage.port import Reader, Writer
from surveys.tailoring import Draft
from surveys.template import Template


class Shelf:
    """Templates by id; a round's own wording by id and version, parsed once and kept in memory."""

    def __init__(self, shipped: Mapping[str, Template]) -> None:
        self.shipped = dict(shipped)
        self._kept: dict[tuple[str, str], Template] = {}

    def named(self, template_id: str) -> Template:
        """The shipped template of that id. Refused: GONE when there is none."""
        template = self.shipped.get(template_id)
        if template is None:
            raise Refused(Why.GONE)
        return template

    async def offered(self, tx: Reader, whose: Whose = MINE) -> list[Template]:
        """Those that a new round could use: the group's or organization's own first, then the shipped ones."""
        own = [one for one in await own_templates.of(tx, whose) if one.version] if whose != MINE else []
        return [*map(in_use, own), *self.shipped.values()]

    async def find(self, tx: Reader, template_id: str, whose: Whose = MINE) -> Template:
        """The template that a new round of theirs would use. Refused: GONE where it is not theirs, or nobody's."""
        if template_id in self.shipped:
            return self.shipped[template_id]
        one = await own_templates.named(tx, template_id)
        if one is None or one.away or not one.version or whose == MINE or one.whose != whose:
            raise Refused(Why.GONE)
        return in_use(one)

    async def keep(self, tx: Writer, template: Template) -> tuple[str, str]:
        """Store the wording that a round opens with; returns its id and version."""
        body = template.model_dump_json(exclude={"offered"})
        await rows.keep_template(tx, template.id, template.fingerprint, body)
        return template.id, template.fingerprint

    async def of(self, tx: Reader, template_id: str, version: str) -> Template:
        """The wording of a round. LookupError if the database lost it."""
        known = self._kept.get((template_id, version))
        if known is None:
            body = await rows.template_body(tx, template_id, version)
            if body is None:
                raise LookupError(f"the template {template_id} in version {version} is not in the database")
            known = self._kept[template_id, version] = Template.model_validate_json(body)
        return known


def in_use(one: Own) -> Template:
    """A template of somebody's own, as its rounds use it."""
    return Draft.model_validate_json(one.base).template(one.template_id, one.version)
