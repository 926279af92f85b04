-- The number of a row that was erased is given to no other: it may still stand below an old message, or in a letter.
-- SQLite changes no key, so the tables are made anew, all those that PostgreSQL numbers by itself. What their columns
-- mean stands where they were first made.

CREATE TABLE new_action (
    id INTEGER PRIMARY KEY AUTOINCREMENT, network_id INTEGER REFERENCES network (id),
    group_id INTEGER REFERENCES peer_group (id), organization_id INTEGER REFERENCES organization (id),
    round_id INTEGER REFERENCES round (id), template_id TEXT, template_version TEXT, spoke TEXT, what TEXT NOT NULL,
    voice TEXT, sign TEXT, owner_id INTEGER REFERENCES person (id), owner_name TEXT NOT NULL, proposed_by INTEGER,
    due INTEGER NOT NULL, half_days INTEGER CHECK (half_days >= 0), in_work_plan INTEGER,
    may_mention INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'accepted', 'in_progress', 'blocked', 'done', 'dropped')),
    reason TEXT, on_agenda INTEGER NOT NULL DEFAULT 0, remind_at INTEGER, remind_step TEXT, last_reminded_at INTEGER,
    revision INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, ended_at INTEGER,
    CHECK (group_id IS NULL OR organization_id IS NULL)
);
INSERT INTO new_action SELECT * FROM action;
DROP TABLE action;
ALTER TABLE new_action RENAME TO action;
CREATE INDEX action_by_group ON action (group_id, ended_at, due);
CREATE INDEX action_by_organization ON action (organization_id, ended_at, due);
CREATE INDEX action_by_owner ON action (owner_id, ended_at, due);
CREATE INDEX action_proposed_by ON action (proposed_by);
CREATE INDEX action_reminders ON action (remind_at) WHERE remind_at IS NOT NULL;
CREATE INDEX action_by_network ON action (network_id);
CREATE INDEX action_by_round ON action (round_id) WHERE round_id IS NOT NULL;
CREATE INDEX action_by_template ON action (template_id, template_version) WHERE template_id IS NOT NULL;

CREATE TABLE new_action_change (
    id INTEGER PRIMARY KEY AUTOINCREMENT, action_id INTEGER NOT NULL REFERENCES action (id) ON DELETE CASCADE,
    at INTEGER NOT NULL, person_id INTEGER, name TEXT NOT NULL, kind TEXT NOT NULL, detail TEXT NOT NULL,
    about_id INTEGER
);
INSERT INTO new_action_change SELECT * FROM action_change;
DROP TABLE action_change;
ALTER TABLE new_action_change RENAME TO action_change;
CREATE INDEX action_change_of ON action_change (action_id, id);
CREATE INDEX action_change_by_person ON action_change (person_id);
CREATE INDEX action_change_about ON action_change (about_id) WHERE about_id IS NOT NULL;

CREATE TABLE new_agenda_item (
    id INTEGER PRIMARY KEY AUTOINCREMENT, group_id INTEGER REFERENCES peer_group (id),
    organization_id INTEGER REFERENCES organization (id), title TEXT NOT NULL, rule TEXT NOT NULL,
    starts TEXT NOT NULL, zone TEXT NOT NULL, ahead_days INTEGER NOT NULL DEFAULT 0, ahead_at INTEGER,
    next_at INTEGER, last_at INTEGER, state TEXT NOT NULL DEFAULT 'on' CHECK (state IN ('on', 'off')),
    created_by INTEGER, created_at INTEGER NOT NULL
);
INSERT INTO new_agenda_item SELECT * FROM agenda_item;
DROP TABLE agenda_item;
ALTER TABLE new_agenda_item RENAME TO agenda_item;
CREATE INDEX agenda_item_by_group ON agenda_item (group_id);
CREATE INDEX agenda_item_by_organization ON agenda_item (organization_id);
CREATE INDEX agenda_item_due ON agenda_item (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX agenda_item_ahead ON agenda_item (ahead_at) WHERE ahead_at IS NOT NULL;
CREATE INDEX agenda_item_created_by ON agenda_item (created_by) WHERE created_by IS NOT NULL;

CREATE TABLE new_announcement (
    id INTEGER PRIMARY KEY AUTOINCREMENT, network_id INTEGER NOT NULL REFERENCES network (id),
    group_id INTEGER REFERENCES peer_group (id), author_id INTEGER REFERENCES person (id), author_name TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'draft'
        CHECK (state IN ('draft', 'preparing', 'scheduled', 'sending', 'paused', 'sent', 'cancelled')),
    audience TEXT NOT NULL, at TEXT, silent INTEGER NOT NULL DEFAULT 0, seen_button INTEGER NOT NULL DEFAULT 0,
    language TEXT, revision INTEGER NOT NULL DEFAULT 0, changed_at INTEGER, changed_language TEXT,
    spreading INTEGER NOT NULL DEFAULT 0, progress_message_id INTEGER, created_at INTEGER NOT NULL, begun_at INTEGER,
    prepared_at INTEGER, starts_at INTEGER, ended_at INTEGER, removed_at INTEGER
);
INSERT INTO new_announcement SELECT * FROM announcement;
DROP TABLE announcement;
ALTER TABLE new_announcement RENAME TO announcement;
CREATE INDEX announcement_by_network ON announcement (network_id, id);
CREATE INDEX announcement_by_group ON announcement (group_id, id);
CREATE INDEX announcement_by_state ON announcement (state, starts_at);
CREATE INDEX announcement_changed ON announcement (changed_at);
CREATE INDEX announcement_spreading ON announcement (spreading, id);
CREATE INDEX announcement_by_author ON announcement (author_id, state);

CREATE TABLE new_charter (
    id INTEGER PRIMARY KEY AUTOINCREMENT, network_id INTEGER REFERENCES network (id),
    group_id INTEGER REFERENCES peer_group (id), version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'in_force', 'past')), language TEXT,
    revision INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL, in_force_at INTEGER, told_to INTEGER
);
INSERT INTO new_charter SELECT * FROM charter;
DROP TABLE charter;
ALTER TABLE new_charter RENAME TO charter;
CREATE UNIQUE INDEX charter_of_network ON charter (network_id, version);
CREATE UNIQUE INDEX charter_of_group ON charter (group_id, version);
CREATE INDEX charter_telling ON charter (told_to) WHERE told_to IS NOT NULL;

CREATE TABLE new_closing (
    id INTEGER PRIMARY KEY AUTOINCREMENT, round_id INTEGER NOT NULL REFERENCES round (id) ON DELETE CASCADE,
    group_id INTEGER REFERENCES peer_group (id) ON DELETE CASCADE, by_hand INTEGER NOT NULL, told_to INTEGER
);
INSERT INTO new_closing SELECT * FROM closing;
DROP TABLE closing;
ALTER TABLE new_closing RENAME TO closing;
CREATE INDEX closing_by_round ON closing (round_id);
CREATE INDEX closing_by_group ON closing (group_id) WHERE group_id IS NOT NULL;

CREATE TABLE new_erasing (
    id INTEGER PRIMARY KEY AUTOINCREMENT, network_id INTEGER NOT NULL REFERENCES network (id),
    organization_id INTEGER REFERENCES organization (id), asked_by INTEGER, asked_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL
);
INSERT INTO new_erasing SELECT * FROM erasing;
DROP TABLE erasing;
ALTER TABLE new_erasing RENAME TO erasing;
CREATE INDEX erasing_due ON erasing (due_at);
CREATE INDEX erasing_of_network ON erasing (network_id, organization_id);
CREATE INDEX erasing_by_organization ON erasing (organization_id);

CREATE TABLE new_figure (
    id INTEGER PRIMARY KEY AUTOINCREMENT, round_id INTEGER NOT NULL REFERENCES round (id),
    scope TEXT NOT NULL CHECK (scope IN ('group', 'organization', 'network')), subject_id INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('published', 'withheld')), snapshot TEXT NOT NULL, made_at INTEGER NOT NULL,
    counted TEXT,
    UNIQUE (round_id, scope, subject_id)
);
INSERT INTO new_figure SELECT * FROM figure;
DROP TABLE figure;
ALTER TABLE new_figure RENAME TO figure;
CREATE INDEX figure_of_subject ON figure (scope, subject_id, state, made_at);
CREATE INDEX figure_by_day ON figure (made_at);

CREATE TABLE new_kept (
    id INTEGER PRIMARY KEY AUTOINCREMENT, network_id INTEGER NOT NULL REFERENCES network (id),
    group_id INTEGER NOT NULL REFERENCES peer_group (id), thread_id INTEGER REFERENCES thread (id),
    kind TEXT NOT NULL CHECK (kind IN ('practice', 'decision', 'question')), text TEXT NOT NULL, voice TEXT,
    author_id INTEGER REFERENCES person (id), author_name TEXT NOT NULL,
    terms TEXT NOT NULL CHECK (terms IN ('free', 'ask', 'stays')), message_id INTEGER, at INTEGER NOT NULL
);
INSERT INTO new_kept SELECT * FROM kept;
DROP TABLE kept;
ALTER TABLE new_kept RENAME TO kept;
CREATE INDEX kept_by_group ON kept (group_id, id);
CREATE INDEX kept_by_thread ON kept (thread_id, id) WHERE thread_id IS NOT NULL;
CREATE INDEX kept_by_author ON kept (author_id, id);
CREATE INDEX kept_shared ON kept (network_id, id) WHERE terms <> 'stays';
CREATE INDEX kept_by_network ON kept (network_id);

CREATE TABLE new_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT, network_id INTEGER NOT NULL REFERENCES network (id), number INTEGER,
    at INTEGER NOT NULL, kind TEXT NOT NULL, actor TEXT, whom TEXT, group_number INTEGER, detail TEXT NOT NULL,
    seal TEXT
);
INSERT INTO new_log SELECT * FROM log;
DROP TABLE log;
ALTER TABLE new_log RENAME TO log;
CREATE UNIQUE INDEX log_chain ON log (network_id, number);
CREATE INDEX log_by_network ON log (network_id, id);
CREATE INDEX log_by_group ON log (group_number, id);

CREATE TABLE new_network (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE,
    minimum INTEGER NOT NULL DEFAULT 5 CHECK (minimum >= 3), created_at INTEGER NOT NULL
);
INSERT INTO new_network SELECT * FROM network;
DROP TABLE network;
ALTER TABLE new_network RENAME TO network;

CREATE TABLE new_operator_act (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, at INTEGER NOT NULL
);
INSERT INTO new_operator_act SELECT * FROM operator_act;
DROP TABLE operator_act;
ALTER TABLE new_operator_act RENAME TO operator_act;

CREATE TABLE new_organization (
    id INTEGER PRIMARY KEY AUTOINCREMENT, network_id INTEGER NOT NULL REFERENCES network (id), name TEXT NOT NULL,
    country TEXT, created_at INTEGER NOT NULL,
    UNIQUE (network_id, name)
);
INSERT INTO new_organization SELECT * FROM organization;
DROP TABLE organization;
ALTER TABLE new_organization RENAME TO organization;

CREATE TABLE new_outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, chat_id INTEGER NOT NULL, thread_id INTEGER,
    kind TEXT NOT NULL, data TEXT NOT NULL, priority INTEGER NOT NULL, not_before INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'held', 'sending', 'sent', 'failed', 'cancelled')),
    message_id INTEGER, error TEXT, made_at INTEGER NOT NULL, mailing TEXT, any_hour INTEGER NOT NULL DEFAULT 0,
    silent INTEGER NOT NULL DEFAULT 0, message_ids TEXT, otherwise TEXT CHECK (otherwise IN ('held', 'cancelled')),
    about_id INTEGER, organization_id INTEGER
);
INSERT INTO new_outbox SELECT * FROM outbox;
DROP TABLE outbox;
ALTER TABLE new_outbox RENAME TO outbox;
CREATE INDEX outbox_due ON outbox (priority, not_before, id) WHERE state = 'waiting';
CREATE INDEX outbox_by_state ON outbox (state, not_before);
CREATE INDEX outbox_by_chat ON outbox (chat_id, state);
CREATE INDEX outbox_of_mailing ON outbox (mailing, state, chat_id) WHERE mailing IS NOT NULL;
CREATE INDEX outbox_reminders ON outbox (not_before) WHERE kind = 'reminder' AND state <> 'waiting';
CREATE INDEX outbox_about ON outbox (about_id) WHERE about_id IS NOT NULL;
CREATE INDEX outbox_of_organization ON outbox (organization_id) WHERE organization_id IS NOT NULL;
CREATE INDEX outbox_to_empty ON outbox (not_before)
    WHERE state IN ('sent', 'failed', 'cancelled') AND data <> '{}';

CREATE TABLE new_own_template (
    id INTEGER PRIMARY KEY AUTOINCREMENT, group_id INTEGER REFERENCES peer_group (id),
    organization_id INTEGER REFERENCES organization (id), source TEXT NOT NULL, base TEXT NOT NULL, draft TEXT,
    version INTEGER NOT NULL DEFAULT 0, revision INTEGER NOT NULL DEFAULT 0, away INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
);
INSERT INTO new_own_template SELECT * FROM own_template;
DROP TABLE own_template;
ALTER TABLE new_own_template RENAME TO own_template;
CREATE INDEX own_template_by_group ON own_template (group_id, id) WHERE group_id IS NOT NULL;
CREATE INDEX own_template_by_organization ON own_template (organization_id, id) WHERE organization_id IS NOT NULL;

CREATE TABLE new_peer_group (
    id INTEGER PRIMARY KEY AUTOINCREMENT, network_id INTEGER REFERENCES network (id),
    chat_id INTEGER NOT NULL UNIQUE, title TEXT NOT NULL, is_forum INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL CHECK (state IN ('new', 'waiting', 'active', 'left')),
    whose TEXT NOT NULL DEFAULT 'network' CHECK (whose IN ('organization', 'several', 'network')), language TEXT,
    country TEXT, zone TEXT NOT NULL DEFAULT 'UTC', added_by INTEGER, set_up_at INTEGER, created_at INTEGER NOT NULL,
    administrators_read_at INTEGER, rest_days INTEGER NOT NULL DEFAULT 0,
    digest TEXT NOT NULL DEFAULT 'monthly' CHECK (digest IN ('weekly', 'monthly', 'off')), digest_at INTEGER,
    digest_last_at INTEGER, cadence TEXT, size INTEGER, minimum INTEGER CHECK (minimum >= 3)
);
INSERT INTO new_peer_group SELECT * FROM peer_group;
DROP TABLE peer_group;
ALTER TABLE new_peer_group RENAME TO peer_group;
CREATE INDEX peer_group_by_network ON peer_group (network_id, state);
CREATE INDEX peer_group_digest ON peer_group (digest_at) WHERE digest_at IS NOT NULL;
CREATE INDEX peer_group_added_by ON peer_group (added_by) WHERE added_by IS NOT NULL;

CREATE TABLE new_round (
    id INTEGER PRIMARY KEY AUTOINCREMENT, network_id INTEGER NOT NULL REFERENCES network (id),
    template_id TEXT NOT NULL, template_version TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('group', 'organization', 'network')),
    organization_id INTEGER REFERENCES organization (id),
    state TEXT NOT NULL CHECK (state IN ('proposed', 'open', 'closed')),
    minimum INTEGER NOT NULL CHECK (minimum >= 3), opened_by INTEGER, opens_at INTEGER NOT NULL,
    closes_at INTEGER NOT NULL, closed_at INTEGER, created_at INTEGER NOT NULL, nudges INTEGER NOT NULL DEFAULT 0,
    nudge_at INTEGER, reduced_at INTEGER,
    FOREIGN KEY (template_id, template_version) REFERENCES template (id, version)
);
INSERT INTO new_round SELECT * FROM round;
DROP TABLE round;
ALTER TABLE new_round RENAME TO round;
CREATE INDEX round_due ON round (state, closes_at);
CREATE INDEX round_by_scope ON round (scope, state, network_id);
CREATE INDEX round_of_organization ON round (organization_id, state);
CREATE INDEX round_nudge ON round (scope, state, nudge_at, nudges);
CREATE INDEX round_to_reduce ON round (closed_at) WHERE closed_at > COALESCE(reduced_at, 0);
CREATE INDEX round_by_network ON round (network_id);
CREATE INDEX round_by_template ON round (template_id, template_version);
CREATE INDEX round_opened_by ON round (opened_by) WHERE opened_by IS NOT NULL;

CREATE TABLE new_support_contact (
    id INTEGER PRIMARY KEY AUTOINCREMENT, network_id INTEGER NOT NULL REFERENCES network (id), country TEXT,
    text TEXT NOT NULL, facilitates INTEGER NOT NULL, created_at INTEGER NOT NULL
);
INSERT INTO new_support_contact SELECT * FROM support_contact;
DROP TABLE support_contact;
ALTER TABLE new_support_contact RENAME TO support_contact;
CREATE INDEX support_contact_by_network ON support_contact (network_id, country);

CREATE TABLE new_thread (
    id INTEGER PRIMARY KEY AUTOINCREMENT, group_id INTEGER NOT NULL REFERENCES peer_group (id), title TEXT NOT NULL,
    figure_id INTEGER, spoke TEXT, kind TEXT NOT NULL CHECK (kind IN ('topic', 'chain')), topic_id INTEGER,
    message_id INTEGER, state TEXT NOT NULL CHECK (state IN ('opening', 'open', 'closed', 'lost')),
    pinned INTEGER NOT NULL DEFAULT 0, opened_by INTEGER, created_at INTEGER NOT NULL, closed_at INTEGER,
    summary TEXT, summary_voice TEXT, prompt TEXT, prompt_at INTEGER, revision INTEGER NOT NULL DEFAULT 0
);
INSERT INTO new_thread SELECT * FROM thread;
DROP TABLE thread;
ALTER TABLE new_thread RENAME TO thread;
CREATE INDEX thread_by_group ON thread (group_id, closed_at, id);
CREATE INDEX thread_opened_by ON thread (opened_by);
CREATE INDEX thread_prompts ON thread (prompt_at) WHERE prompt_at IS NOT NULL;
CREATE INDEX thread_of_figure ON thread (figure_id) WHERE figure_id IS NOT NULL;
CREATE INDEX thread_voice ON thread (summary_voice) WHERE summary_voice IS NOT NULL;

CREATE TABLE new_workshop (
    id INTEGER PRIMARY KEY AUTOINCREMENT, round_id INTEGER NOT NULL UNIQUE REFERENCES round (id),
    group_id INTEGER NOT NULL REFERENCES peer_group (id), mode TEXT NOT NULL CHECK (mode IN ('taps', 'aloud')),
    present INTEGER CHECK (present >= 2),
    state TEXT NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'paused', 'ended', 'cancelled')),
    place INTEGER NOT NULL DEFAULT 0, thread_id INTEGER, message_id INTEGER, talk_until INTEGER,
    began_at INTEGER NOT NULL, stirred_at INTEGER
);
INSERT INTO new_workshop SELECT * FROM workshop;
DROP TABLE workshop;
ALTER TABLE new_workshop RENAME TO workshop;
CREATE UNIQUE INDEX workshop_under_way ON workshop (group_id) WHERE state IN ('running', 'paused');
CREATE INDEX workshop_by_group ON workshop (group_id);
CREATE INDEX workshop_standing ON workshop (state, stirred_at) WHERE state IN ('running', 'paused');

-- Which numbers were erased before nobody knows: where a bot ran already, it goes on well beyond them.
INSERT INTO sqlite_sequence (name, seq)
    SELECT name, 0 FROM sqlite_master
    WHERE sql LIKE '%AUTOINCREMENT%' AND name NOT IN (SELECT name FROM sqlite_sequence);
UPDATE sqlite_sequence SET seq = seq + 1000000 WHERE (SELECT term FROM lead) > 0;
