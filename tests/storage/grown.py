"""A database as a network leaves it: rows in every table, with what is hard to carry from one place to another."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

AWKWARD = 'Ré\tseau\\N "arbre" \r\n\\. 👍🏽 العربية ; --'
"""A name with a tab, backslashes, line ends, quotes, letters of several scripts."""

_STATEMENTS = """
INSERT INTO network VALUES (7, :name, 5, -1), (9, 'B', 3, 1800000000000000);
INSERT INTO person VALUES (5000000001, 'fr', NULL, NULL, 1, NULL, 1, NULL, :name, NULL),
  (2, NULL, '', 'Africa/Porto-Novo', NULL, 2, 1, 3, NULL, 9);
INSERT INTO organization VALUES (3, 7, :name, 'BJ', 1), (40, 7, '', NULL, 1);
INSERT INTO peer_group (id, network_id, chat_id, title, state, created_at, rest_days)
  VALUES (11, 7, -1002000000001, :name, 'active', 1, 96), (12, NULL, -5, 'B', 'new', 1, 0);
INSERT INTO merged_group VALUES (10, 11);
INSERT INTO group_organization VALUES (11, 3), (11, 40);
INSERT INTO group_member VALUES (11, 5000000001, 1), (11, 2, 1);
INSERT INTO member (network_id, person_id, organization_id, since) VALUES (7, 5000000001, 3, 1), (7, 2, NULL, 1);
INSERT INTO coordinator VALUES (7, 2, :name, 1);
INSERT INTO facilitator VALUES (11, 5000000001, :name, 1);
INSERT INTO administrator VALUES (11, 77, 'Awa');
INSERT INTO template VALUES ('peer-group', 'v1', '{"a": "\\u00e9"}');
INSERT INTO round VALUES (21, 7, 'peer-group', 'v1', 'group', NULL, 'open', 5, 2, 1, 2, NULL, 1, 0, NULL, 3);
INSERT INTO invite VALUES ('d', 'group', 7, 21, 1, 5, NULL, NULL, NULL, 1);
INSERT INTO round_group VALUES (21, 11, 'open', 1, 2, 's', 0, NULL);
INSERT INTO figure VALUES (31, 21, 'group', 11, 'withheld', '{}', 1, NULL);
INSERT INTO closing VALUES (32, 21, 11, 1, 31);
INSERT INTO shown_answer VALUES (31, 'trust', 'p');
INSERT INTO picture VALUES (31, 'fr', 'file');
INSERT INTO dialogue VALUES (-5, 2, 0, 'k', '{}', 9, 5000000001);
INSERT INTO intake VALUES (900, 'p2', 1, 'waiting', 0, '{}', 0), (901, 'p2', 1, 'done', 1, NULL, 7);
UPDATE lead SET term = 7, key_mark = 'a mark';
INSERT INTO polling VALUES (1, 902, 1);
INSERT INTO heartbeat VALUES (1, 5);
INSERT INTO outbox (id, key, chat_id, kind, data, priority, not_before, made_at, state, mailing, message_ids)
  VALUES (51, :name, 2, 'k', '{}', 1, 1, 1, 'waiting', 'a61', '[5, 6]');
INSERT INTO announcement (id, network_id, group_id, author_id, author_name, audience, at, created_at)
  VALUES (61, 7, 11, 2, :name, '{}', '2026-11-30T09:00', 1), (62, 7, NULL, NULL, '', '{}', NULL, 1);
INSERT INTO announcement_version VALUES (61, 'fr', '{"text": "\\u00e9"}');
INSERT INTO announcement_seen VALUES (61, 5000000001);
INSERT INTO action (id, network_id, group_id, round_id, template_id, template_version, spoke, what, owner_id,
  owner_name, due, half_days, state, remind_at, created_at, changed_at)
  VALUES (81, 7, 11, 21, 'peer-group', 'v1', 'trust', :name, 2, 'Awa', 739943, 3, 'accepted', 5, 1, 1);
INSERT INTO action (id, what, owner_name, due, state, created_at, changed_at) VALUES (82, '', '', 1, 'dropped', 1, 1);
INSERT INTO action_helper VALUES (81, 5000000001, :name);
INSERT INTO action_change VALUES (91, 81, 1, NULL, :name, 'k', '{}', 2);
INSERT INTO agenda_item (id, organization_id, title, rule, starts, zone, next_at, created_at)
  VALUES (95, 3, :name, 'FREQ=YEARLY', '2026-11-30T09:00', 'Africa/Porto-Novo', 9, 1);
INSERT INTO budget VALUES (3, 2026, 100);
INSERT INTO companion VALUES (3, 5000000001, :name, 9, 1);
INSERT INTO companion_link VALUES ('companion link', 3, 9, 9);
INSERT INTO companion_share VALUES (3, 1);
INSERT INTO thread (id, group_id, title, figure_id, spoke, kind, topic_id, state, opened_by, created_at, prompt,
  prompt_at)
  VALUES (96, 11, :name, 31, 'trust', 'topic', 8, 'open', 2, 1, '{"days": 1}', 5);
INSERT INTO kept VALUES (97, 7, 11, 96, 'practice', :name, NULL, 2, 'Awa', 'ask', 9, 1),
  (98, 7, 11, NULL, 'decision', '', 'voice', NULL, '', 'stays', NULL, 1);
INSERT INTO kept_request VALUES (97, 5000000001, 1, 0);
INSERT INTO workshop VALUES (96, 21, 11, 'taps', NULL, 'paused', 3, 44, 55, NULL, 1, 2);
INSERT INTO workshop_theme VALUES (96, 'trust', '{"a": "\\u00e9"}', 3, :name, NULL, 4);
INSERT INTO charter (id, network_id, group_id, version, state, language, created_at, told_to)
  VALUES (61, 7, NULL, 0, 'past', 'en', 1, NULL), (62, 7, NULL, 1, 'in_force', 'fr', 1, 2),
  (63, NULL, 11, 1, 'draft', NULL, 1, NULL);
INSERT INTO charter_text VALUES (62, 'fr', :name, 'voice', 'Un mot', 2), (62, 'en', '', 'voice', NULL, NULL);
INSERT INTO charter_accepted VALUES (61, 5000000001, 1), (62, 2, 1);
INSERT INTO support_contact VALUES (67, 7, NULL, :name, 0, 1), (68, 7, 'BJ', 'Awa', 1, 1);
INSERT INTO own_template VALUES (69, 11, NULL, 'peer-group', '{"a": "\\u00e9"}', NULL, 2, 5, 0, 1),
  (70, NULL, 3, 'gender-equality', '{}', :name, 0, 0, 1, 1);
INSERT INTO log_name VALUES (7, 'r', 2, :name);
INSERT INTO log VALUES (71, 7, 1, 1, 'k', 'r', NULL, NULL, '{}', 'seal'),
  (72, 7, NULL, 1, 'k', NULL, 'r', 11, '{}', NULL);
INSERT INTO erasing VALUES (73, 7, 3, 2, 1, 2);
INSERT INTO cleaning VALUES (1, 5, 6);
INSERT INTO spoken VALUES ('voice', 2);
INSERT INTO operator_act VALUES (74, 'restored', 1);
"""
SPOKES = 8


def grow(path: Path, respondents: int = 3) -> None:
    """Fill the migrated file; each respondent has eight answers."""
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("PRAGMA foreign_keys = 1")
        for statement in _STATEMENTS.split(";\n"):
            raw.execute(statement, {"name": AWKWARD} if ":name" in statement else {})
        names = [(f"{number * 7919 % 1_000_003:024}",) for number in range(respondents)]
        raw.executemany("INSERT INTO response VALUES (21, ?, 3, 0)", names)
        raw.executemany("INSERT INTO response_group VALUES (21, ?, 11)", names)
        for spoke in range(SPOKES):
            raw.executemany(f"INSERT INTO answer VALUES (21, ?, 'theme {spoke}', {spoke - 2})", names)


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, in an order of their own."""
    with closing(sqlite3.connect(path)) as raw:
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        ours = [name for name in names if "yoyo" not in name and not name.startswith("sqlite_")]
        return {name: sorted(raw.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr) for name in ours}
