"""What a group most likely is, so that its set-up is one tap: its language, country and zone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from bot.services import zones
from bot.storage import groups, people
from bot.storage.groups import Group
from bot.storage.port import Reader


async def prefilled(tx: Reader, group: Group, person_id: int | None) -> Group:
    """A guess of what is not set yet: the person's language, and country and zone as in the network's like groups."""
    person = await people.find(tx, person_id or 0)
    language = group.language or (person and (person.language or person.hint)) or None
    group = replace(group, language=language)
    if group.country is not None or language is None:
        return group
    siblings = await groups.of_network(tx, group.network_id) if group.network_id is not None else []
    places = Counter((one.country, one.zone) for one in siblings if one.country and one.language == language)
    country = zones.likely(language)[0]
    found, zone = places.most_common(1)[0][0] if places else (country, zones.guess(country))
    return replace(group, country=found, zone=zone)
