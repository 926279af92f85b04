-- Charters of networks and groups, in versions; who has accepted which; whom to turn to for help.

CREATE TABLE charter (
    id INTEGER PRIMARY KEY,
    network_id INTEGER REFERENCES network (id),             -- whose it is: a network's or a group's
    group_id INTEGER REFERENCES peer_group (id),
    version INTEGER NOT NULL,               -- 0: the starter, noted when somebody first accepts it
    state TEXT NOT NULL CHECK (state IN ('draft', 'in_force', 'past')),
    language TEXT,                          -- in which it was written first; NULL: nothing is written yet
    revision INTEGER NOT NULL DEFAULT 0,    -- how often the draft was changed
    created_at INTEGER NOT NULL,
    in_force_at INTEGER,
    told_to INTEGER                         -- the last member who was told of it; NULL: nobody is told (any more)
);
CREATE UNIQUE INDEX charter_of_network ON charter (network_id, version);
CREATE UNIQUE INDEX charter_of_group ON charter (group_id, version);
CREATE INDEX charter_telling ON charter (told_to) WHERE told_to IS NOT NULL;

CREATE TABLE charter_text (                 -- a charter in one language
    charter_id INTEGER NOT NULL REFERENCES charter (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    text TEXT NOT NULL,                     -- HTML; empty where it is only spoken
    voice TEXT,                             -- Telegram's id of a spoken version
    changed TEXT,                           -- what is new in this version
    written_by INTEGER,                     -- NULL: forgotten, or the starter
    PRIMARY KEY (charter_id, language)
) WITHOUT ROWID;
CREATE INDEX charter_text_by_writer ON charter_text (written_by);

CREATE TABLE charter_accepted (
    charter_id INTEGER NOT NULL REFERENCES charter (id) ON DELETE CASCADE,
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    PRIMARY KEY (charter_id, person_id)
) WITHOUT ROWID;
CREATE INDEX charter_accepted_by_person ON charter_accepted (person_id);

CREATE TABLE support_contact (              -- whom members turn to who need help or want to report something
    id INTEGER PRIMARY KEY,
    network_id INTEGER NOT NULL REFERENCES network (id),
    country TEXT,                           -- ISO 3166 alpha-2; NULL: for everyone in the network
    text TEXT NOT NULL,
    facilitates INTEGER NOT NULL,           -- 1: a facilitator of a group, so never the only one
    created_at INTEGER NOT NULL
);
CREATE INDEX support_contact_by_network ON support_contact (network_id, country);
