-- Rounds that a group takes together, theme by theme, with what it agreed on.

CREATE TABLE workshop (
    id INTEGER PRIMARY KEY,
    round_id INTEGER NOT NULL UNIQUE REFERENCES round (id),
    group_id INTEGER NOT NULL REFERENCES peer_group (id),
    mode TEXT NOT NULL CHECK (mode IN ('taps', 'aloud')),
    present INTEGER CHECK (present >= 2),   -- how many agreed aloud; NULL where everybody taps
    state TEXT NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'paused', 'ended', 'cancelled')),
    place INTEGER NOT NULL DEFAULT 0,       -- of the theme that the group is at, from 0
    thread_id INTEGER,                      -- the topic in which it is held
    message_id INTEGER,                     -- of the theme that the group is at, as far as it is known
    talk_until INTEGER,                     -- NULL: the talk has no end set
    began_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX workshop_under_way ON workshop (group_id) WHERE state IN ('running', 'paused');

CREATE TABLE workshop_theme (               -- only themes of which something is known already
    workshop_id INTEGER NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    spoke TEXT NOT NULL,
    shown TEXT,                             -- JSON, frozen: what the taps came to; NULL: not shown yet
    agreed INTEGER CHECK (agreed BETWEEN 0 AND 5),
    why TEXT,
    voice TEXT,                             -- Telegram's id of a spoken reason
    target INTEGER CHECK (target BETWEEN 0 AND 5),
    PRIMARY KEY (workshop_id, spoke)
) WITHOUT ROWID;
