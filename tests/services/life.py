"""A person who has left a trace in every place where there can be one."""

from __future__ import annotations

from bot.storage.port import Reader, Writer
from bot.storage.traces import TRACES, Trace, parameters

ANA = 5_000_000_501
BEN = 5_000_000_502
NAME = "Ana Marisol Quispe"
"""Stands wherever a name, or words of hers, can stand."""

_SECRET = "Nobody but me knows this"

_STATEMENTS = """
INSERT INTO network (id, name, created_at) VALUES (7, 'Red', 1)
INSERT INTO person (id, name, met_at) VALUES (:ana, :name, 1), (:ben, 'Ben', 1)
INSERT INTO organization (id, network_id, name, created_at) VALUES (3, 7, 'Mti', 1)
INSERT INTO peer_group (id, network_id, chat_id, title, state, added_by, created_at)
 VALUES (11, 7, -100, 'Peers', 'active', :ana, 1)
INSERT INTO group_member (group_id, person_id, since) VALUES (11, :ana, 1), (11, :ben, 1)
INSERT INTO member (network_id, person_id, organization_id, confirmed_at, confirmed_by, since)
 VALUES (7, :ana, 3, 1, NULL, 1), (7, :ben, 3, 1, :ana, 1)
INSERT INTO coordinator (network_id, person_id, name, since) VALUES (7, :ana, :name, 1)
INSERT INTO companion (organization_id, person_id, name, until_at, since) VALUES (3, :ana, :name, 9, 1)
INSERT INTO facilitator (group_id, person_id, name, since) VALUES (11, :ana, :name, 1)
INSERT INTO administrator (group_id, person_id, name) VALUES (11, :ana, :name)
INSERT INTO invite (digest, kind, network_id, once, expires_at, used_at, used_by, created_at)
 VALUES ('d', 'coordinator', 7, 1, 9, 1, :ana, 1)
INSERT INTO template (id, version, body) VALUES ('t', 'v', '{}')
INSERT INTO round (id, network_id, template_id, template_version, scope, state, minimum, opened_by, opens_at,
 closes_at, created_at) VALUES (21, 7, 't', 'v', 'group', 'proposed', 5, :ana, 1, 2, 1)
INSERT INTO announcement (id, network_id, author_id, author_name, state, audience, created_at)
 VALUES (61, 7, :ana, :name, 'draft', '{}', 1), (62, 7, :ana, :name, 'sent', '{}', 1)
INSERT INTO announcement_version (announcement_id, language, content) VALUES (61, 'es', :secret)
INSERT INTO announcement_seen (announcement_id, person_id) VALUES (62, :ana)
INSERT INTO action (id, what, voice, owner_id, owner_name, proposed_by, due, state, created_at, changed_at)
 VALUES (81, :secret, 'voice of Ana', :ana, :name, :ana, 1, 'accepted', 1, 1)
INSERT INTO action (id, network_id, group_id, what, voice, owner_id, owner_name, proposed_by, due, state, created_at,
 changed_at) VALUES (82, 7, 11, 'Meet', 'voice of Ana', :ana, :name, :ben, 1, 'accepted', 1, 1),
 (83, 7, 11, 'Write', 'voice of Ana', :ben, 'Ben', :ana, 1, 'accepted', 1, 1)
INSERT INTO action_helper (action_id, person_id, name) VALUES (83, :ana, :name)
INSERT INTO action_change (action_id, at, person_id, name, kind, detail, about_id)
 VALUES (83, 1, :ana, :name, 'done', '{}', NULL), (83, 1, :ben, 'Ben', 'handed_over', :about, :ana)
INSERT INTO agenda_item (group_id, title, rule, starts, zone, created_by, created_at)
 VALUES (11, 'Board', 'FREQ=YEARLY', '2026-11-30T09:00', 'UTC', :ana, 1)
INSERT INTO thread (id, group_id, title, kind, state, opened_by, created_at)
 VALUES (96, 11, 'Trust', 'topic', 'open', :ana, 1)
INSERT INTO thread (id, group_id, title, kind, state, summary_voice, created_at)
 VALUES (95, 11, 'Ended', 'topic', 'closed', 'voice of Ana', 1)
INSERT INTO workshop (id, round_id, group_id, mode, began_at) VALUES (31, 21, 11, 'taps', 1)
INSERT INTO workshop_theme (workshop_id, spoke, voice) VALUES (31, 'trust', 'voice of Ana')
INSERT INTO figure (id, round_id, scope, subject_id, state, snapshot, made_at)
 VALUES (41, 21, 'group', 11, 'published', '{"spokes":[{"key":"trust","voice":"voice of Ana"}]}', 1)
INSERT INTO spoken (voice, person_id) VALUES ('voice of Ana', :ana)
INSERT INTO kept (id, network_id, group_id, kind, text, voice, author_id, author_name, terms, at)
 VALUES (97, 7, 11, 'practice', :secret, NULL, :ana, :name, 'ask', 1),
 (98, 7, 11, 'decision', '', 'voice of Ana', :ana, :name, 'free', 1),
 (99, 7, 11, 'decision', 'We meet', NULL, :ana, :name, 'ask', 1),
 (100, 7, 11, 'practice', 'x', NULL, :ben, 'Ben', 'ask', 1)
INSERT INTO kept_request (kept_id, person_id, at) VALUES (100, :ana, 1)
INSERT INTO charter (id, network_id, version, state, created_at, told_to) VALUES (63, 7, 1, 'in_force', 1, :ana)
INSERT INTO charter_text (charter_id, language, text, voice, written_by) VALUES (63, 'es', 'We listen', 'voice of Ana',
 :ana), (63, 'fr', '', 'voice of Ana', :ana)
INSERT INTO charter_accepted (charter_id, person_id, at) VALUES (63, :ana, 1)
INSERT INTO log_name (network_id, reference, person_id, name) VALUES (7, 'r', :ana, :name)
INSERT INTO log (network_id, number, at, kind, actor, detail, seal) VALUES (7, 1, 1, 'round_opened', 'r', '{}', 's')
INSERT INTO erasing (network_id, asked_by, asked_at, due_at) VALUES (7, :ana, 1, 9000000000000000)
INSERT INTO dialogue (chat_id, person_id, kind, state, expires_at, about_id) VALUES (:ana, :ana, 'k', :secret, 9, NULL),
 (:ben, :ben, 'k', :owns, 9, :ana)
INSERT INTO outbox (key, chat_id, kind, data, priority, not_before, made_at, state, about_id)
 VALUES (:to_ana, :ana, 'invitation', '{}', 1, 1, 1, 'sent', NULL),
 ('b', :ben, 'claim', :about, 1, 1, 1, 'waiting', :ana), (:about_ana, :ben, 'claim', '{}', 1, 1, 1, 'sent', :ana)
INSERT INTO intake (update_id, lane, received_at, state, payload) VALUES (900, :lane, 1, 'parked', :said),
 (901, 'g-100', 1, 'parked', :said)
"""


async def live(tx: Writer) -> None:
    """Let Ana have lived in the network."""
    given: dict[str, int | str] = {
        "ana": ANA,
        "ben": BEN,
        "name": NAME,
        "secret": f"{_SECRET}, {NAME}",
        "about": f'{{"person_id": {ANA}, "name": "{NAME}"}}',
        "owns": f'{{"owner_id": {ANA}, "owner_name": "{NAME}"}}',
        "to_ana": f"invitation:21:{ANA}",
        "about_ana": f"claim:3:{ANA}:{BEN}:20000",
        "lane": f"p{ANA}",
        "said": f'{{"message":{{"from":{{"id":{ANA},"first_name":"{NAME}"}},"text":"{_SECRET}"}}}}',
    }
    for statement in _STATEMENTS.strip().replace("\n ", " ").split("\n"):
        await tx.run(statement, **given)


async def without_trace(tx: Reader) -> list[str]:
    """The places of the table of traces where she did not leave one."""
    found = []
    for trace in TRACES:
        row = await tx.one(f"SELECT COUNT(*) AS many FROM {trace.table} WHERE {_hers(trace)}", **parameters(ANA))
        if not row or not row["many"]:
            found.append(f"{trace.table}.{trace.column}")
    return found


def _hers(trace: Trace) -> str:
    return f"CAST({trace.column} AS TEXT) LIKE '%{ANA}%'"
