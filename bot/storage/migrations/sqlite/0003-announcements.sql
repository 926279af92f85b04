-- Announcements with their versions, who saw them and who wants none; a log of what coordinators do; rest days.
-- The outbox is made anew, since SQLite changes no check: a letter may be part of a mailing, be held or cancelled.

CREATE TABLE new_outbox (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,               -- put in twice, it is sent once
    chat_id INTEGER NOT NULL,
    thread_id INTEGER,
    kind TEXT NOT NULL,
    data TEXT NOT NULL,                     -- JSON, frozen; rendered at sending
    priority INTEGER NOT NULL,              -- lower goes first
    not_before INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'held', 'sending', 'sent', 'failed', 'cancelled')),
    message_id INTEGER,
    error TEXT,
    made_at INTEGER NOT NULL,
    mailing TEXT,                           -- what it is part of; NULL: nothing
    any_hour INTEGER NOT NULL DEFAULT 0,    -- 1: quiet hours do not hold it
    silent INTEGER NOT NULL DEFAULT 0,
    message_ids TEXT,                       -- JSON, of an album; NULL: `message_id` is all
    otherwise TEXT                          -- what it becomes if it is being sent and does not arrive; NULL: it waits
        CHECK (otherwise IN ('held', 'cancelled'))
);
INSERT INTO new_outbox
    (id, key, chat_id, thread_id, kind, data, priority, not_before, attempts, state, message_id, error, made_at)
    SELECT id, key, chat_id, thread_id, kind, data, priority, not_before, attempts, state, message_id, error, made_at
    FROM outbox;
DROP TABLE outbox;
ALTER TABLE new_outbox RENAME TO outbox;
CREATE INDEX outbox_due ON outbox (priority, not_before, id) WHERE state = 'waiting';
CREATE INDEX outbox_by_state ON outbox (state, not_before);
CREATE INDEX outbox_by_chat ON outbox (chat_id, state);
CREATE INDEX outbox_of_mailing ON outbox (mailing, state, chat_id) WHERE mailing IS NOT NULL;

ALTER TABLE person ADD COLUMN announcements_off_at INTEGER;   -- NULL: gets announcements
ALTER TABLE peer_group ADD COLUMN rest_days INTEGER NOT NULL DEFAULT 0;   -- bit 0 is Monday, bit 6 is Sunday

CREATE TABLE announcement (
    id INTEGER PRIMARY KEY,
    network_id INTEGER NOT NULL REFERENCES network (id),
    group_id INTEGER REFERENCES peer_group (id),   -- NULL: of the network
    author_id INTEGER REFERENCES person (id),      -- NULL: forgotten
    author_name TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'draft'
        CHECK (state IN ('draft', 'preparing', 'scheduled', 'sending', 'paused', 'sent', 'cancelled')),
    audience TEXT NOT NULL,                 -- JSON
    at TEXT,                                -- wall time of each reader, as 2026-11-30T09:00; NULL: now
    silent INTEGER NOT NULL DEFAULT 0,
    seen_button INTEGER NOT NULL DEFAULT 0,
    language TEXT,                          -- of the original; NULL: nothing is written yet
    revision INTEGER NOT NULL DEFAULT 0,    -- how often it was changed after it was sent
    changed_at INTEGER,                     -- or removed
    changed_language TEXT,                  -- of the version that was changed; NULL: several
    spreading INTEGER NOT NULL DEFAULT 0,   -- 1: the letters of a change or of the removal are not all put
    progress_message_id INTEGER,
    created_at INTEGER NOT NULL,
    begun_at INTEGER,
    prepared_at INTEGER,                    -- when all letters were put; NULL: not all are
    starts_at INTEGER,                      -- when the first may go out
    ended_at INTEGER,
    removed_at INTEGER
);
CREATE INDEX announcement_by_author ON announcement (author_id);
CREATE INDEX announcement_by_network ON announcement (network_id, id);
CREATE INDEX announcement_by_group ON announcement (group_id, id);
CREATE INDEX announcement_by_state ON announcement (state, starts_at);
CREATE INDEX announcement_changed ON announcement (changed_at);
CREATE INDEX announcement_spreading ON announcement (spreading, id);

CREATE TABLE announcement_version (
    announcement_id INTEGER NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    content TEXT NOT NULL,                  -- JSON
    PRIMARY KEY (announcement_id, language)
) WITHOUT ROWID;

CREATE TABLE announcement_seen (
    announcement_id INTEGER NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    PRIMARY KEY (announcement_id, person_id)
) WITHOUT ROWID;
CREATE INDEX announcement_seen_by_person ON announcement_seen (person_id);

CREATE TABLE log (                          -- what was done here by whoever holds a role
    id INTEGER PRIMARY KEY,
    network_id INTEGER NOT NULL REFERENCES network (id),
    group_id INTEGER REFERENCES peer_group (id),   -- NULL: it concerns the network
    person_id INTEGER,                      -- NULL: forgotten
    name TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL                    -- JSON
);
CREATE INDEX log_by_network ON log (network_id, id);
CREATE INDEX log_by_group ON log (group_id, id);
CREATE INDEX log_by_person ON log (person_id);
