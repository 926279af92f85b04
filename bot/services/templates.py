"""The templates at hand, and those that rounds keep as they were worded when they opened."""

from __future__ import annotations

from collections.abc import Mapping

from bot.services.act import Refused, Why
from bot.storage import rounds as rows
from bot.storage.port import Reader, Writer
from surveys.template import Template


class Shelf:
    """Templates by id; a round's own wording by id and version, parsed once and kept in memory."""

    def __init__(self, shipped: Mapping[str, Template]) -> None:
        self.shipped = dict(shipped)
        self._kept: dict[tuple[str, str], Template] = {}

    def named(self, template_id: str) -> Template:
        """The template that a new round would use. Refused: GONE when there is none of that id."""
        template = self.shipped.get(template_id)
        if template is None:
            raise Refused(Why.GONE)
        return template

    async def keep(self, tx: Writer, template: Template) -> tuple[str, str]:
        """Store the wording that a round opens with; returns its id and version."""
        await rows.keep_template(tx, template.id, template.fingerprint, template.model_dump_json())
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
