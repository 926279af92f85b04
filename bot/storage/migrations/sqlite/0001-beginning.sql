-- The first floor: people, networks, groups, rounds, answers under pseudonyms, frozen figures, intake and outbox.
-- Instants are microseconds since 1970, UTC. Kinds and states are words, checked here so that a slip never gets stored.

CREATE TABLE network (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    minimum INTEGER NOT NULL DEFAULT 5 CHECK (minimum >= 3),
    created_at INTEGER NOT NULL
);

CREATE TABLE person (
    id INTEGER PRIMARY KEY,                 -- Telegram's user id
    language TEXT,                          -- chosen; NULL: the hint counts
    hint TEXT,                              -- Telegram's language_code, negotiated
    zone TEXT,
    private_since INTEGER,                  -- NULL: has not written privately, so cannot be written to
    blocked_at INTEGER,
    met_at INTEGER NOT NULL
);

CREATE TABLE organization (
    id INTEGER PRIMARY KEY,
    network_id INTEGER NOT NULL REFERENCES network (id),
    name TEXT NOT NULL,
    country TEXT,                           -- ISO 3166 alpha-2
    created_at INTEGER NOT NULL,
    UNIQUE (network_id, name)
);

CREATE TABLE peer_group (
    id INTEGER PRIMARY KEY,
    network_id INTEGER REFERENCES network (id),   -- NULL: a stranger's, of no network yet
    chat_id INTEGER NOT NULL UNIQUE,
    title TEXT NOT NULL,
    is_forum INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL CHECK (state IN ('new', 'waiting', 'active', 'left')),
    whose TEXT NOT NULL DEFAULT 'network' CHECK (whose IN ('organization', 'several', 'network')),
    language TEXT,
    country TEXT,
    zone TEXT NOT NULL DEFAULT 'UTC',
    added_by INTEGER,
    set_up_at INTEGER,                      -- NULL: "All right" was not tapped yet
    created_at INTEGER NOT NULL,
    administrators_read_at INTEGER
);
CREATE INDEX peer_group_by_network ON peer_group (network_id, state);

CREATE TABLE group_organization (
    group_id INTEGER NOT NULL REFERENCES peer_group (id) ON DELETE CASCADE,
    organization_id INTEGER NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, organization_id)
) WITHOUT ROWID;
CREATE INDEX group_organization_by_organization ON group_organization (organization_id);

CREATE TABLE group_member (
    group_id INTEGER NOT NULL REFERENCES peer_group (id) ON DELETE CASCADE,
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    since INTEGER NOT NULL,
    PRIMARY KEY (group_id, person_id)
) WITHOUT ROWID;
CREATE INDEX group_member_by_person ON group_member (person_id);

CREATE TABLE member (
    network_id INTEGER NOT NULL REFERENCES network (id),
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    organization_id INTEGER REFERENCES organization (id),
    no_organization INTEGER NOT NULL DEFAULT 0,   -- 1: said "none", so is not asked again
    confirmed_at INTEGER,                   -- NULL: claimed only
    confirmed_by INTEGER,
    since INTEGER NOT NULL,
    PRIMARY KEY (network_id, person_id)
) WITHOUT ROWID;
CREATE INDEX member_by_person ON member (person_id);
CREATE INDEX member_by_organization ON member (organization_id);

CREATE TABLE coordinator (
    network_id INTEGER NOT NULL REFERENCES network (id),
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    name TEXT NOT NULL,                     -- as colleagues see it in a summary
    since INTEGER NOT NULL,
    PRIMARY KEY (network_id, person_id)
) WITHOUT ROWID;
CREATE INDEX coordinator_by_person ON coordinator (person_id);

CREATE TABLE facilitator (
    group_id INTEGER NOT NULL REFERENCES peer_group (id) ON DELETE CASCADE,
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (group_id, person_id)
) WITHOUT ROWID;
CREATE INDEX facilitator_by_person ON facilitator (person_id);

CREATE TABLE administrator (
    group_id INTEGER NOT NULL REFERENCES peer_group (id) ON DELETE CASCADE,
    person_id INTEGER NOT NULL,             -- no reference: Telegram's list may name people who never met the bot
    name TEXT NOT NULL,
    PRIMARY KEY (group_id, person_id)
) WITHOUT ROWID;

CREATE TABLE invite (
    digest TEXT PRIMARY KEY,                -- SHA-256 of the link's secret: a stolen backup opens no door
    kind TEXT NOT NULL CHECK (kind IN ('coordinator', 'group', 'organization_round')),
    network_id INTEGER NOT NULL REFERENCES network (id),
    round_id INTEGER REFERENCES round (id),
    once INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    used_by INTEGER,
    revoked_at INTEGER,
    created_at INTEGER NOT NULL
);

CREATE TABLE template (
    id TEXT NOT NULL,
    version TEXT NOT NULL,                  -- fingerprint of the content: a round keeps the wording it opened with
    body TEXT NOT NULL,                     -- JSON
    PRIMARY KEY (id, version)
);

CREATE TABLE round (
    id INTEGER PRIMARY KEY,
    network_id INTEGER NOT NULL REFERENCES network (id),
    template_id TEXT NOT NULL,
    template_version TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('group', 'organization', 'network')),
    organization_id INTEGER REFERENCES organization (id),
    state TEXT NOT NULL CHECK (state IN ('proposed', 'open', 'closed')),
    minimum INTEGER NOT NULL CHECK (minimum >= 3),
    opened_by INTEGER,
    opens_at INTEGER NOT NULL,
    closes_at INTEGER NOT NULL,             -- of a network's round: its last group's
    closed_at INTEGER,
    created_at INTEGER NOT NULL,
    FOREIGN KEY (template_id, template_version) REFERENCES template (id, version)
);
CREATE INDEX round_due ON round (state, closes_at);
CREATE INDEX round_by_scope ON round (scope, state, network_id);
CREATE INDEX round_of_organization ON round (organization_id, state);

CREATE TABLE round_group (
    round_id INTEGER NOT NULL REFERENCES round (id),
    group_id INTEGER NOT NULL REFERENCES peer_group (id),
    state TEXT NOT NULL CHECK (state IN ('proposed', 'accepted', 'open', 'declined', 'closed')),
    opens_at INTEGER NOT NULL,
    closes_at INTEGER NOT NULL,
    secret TEXT NOT NULL UNIQUE,            -- of the group's button into the private chat
    PRIMARY KEY (round_id, group_id)
) WITHOUT ROWID;
CREATE INDEX round_group_due ON round_group (state, closes_at);
CREATE INDEX round_group_by_group ON round_group (group_id, state);

CREATE TABLE response (
    round_id INTEGER NOT NULL REFERENCES round (id),
    pseudonym TEXT NOT NULL,                -- keyed hash of round and person: never the id, never a time
    organization_id INTEGER REFERENCES organization (id),   -- whose figure it counts in; NULL: none (yet)
    locked INTEGER NOT NULL DEFAULT 0,      -- 1: counted in a published figure, so it changes no more
    PRIMARY KEY (round_id, pseudonym)
) WITHOUT ROWID;

CREATE TABLE response_group (
    round_id INTEGER NOT NULL,
    pseudonym TEXT NOT NULL,
    group_id INTEGER NOT NULL REFERENCES peer_group (id),
    PRIMARY KEY (round_id, pseudonym, group_id),
    FOREIGN KEY (round_id, pseudonym) REFERENCES response (round_id, pseudonym) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE answer (
    round_id INTEGER NOT NULL,
    pseudonym TEXT NOT NULL,
    spoke TEXT NOT NULL,
    level INTEGER NOT NULL CHECK (level BETWEEN -2 AND 5),   -- -1: don't know, -2: rather not say
    PRIMARY KEY (round_id, pseudonym, spoke),
    FOREIGN KEY (round_id, pseudonym) REFERENCES response (round_id, pseudonym) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE figure (
    id INTEGER PRIMARY KEY,
    round_id INTEGER NOT NULL REFERENCES round (id),
    scope TEXT NOT NULL CHECK (scope IN ('group', 'organization', 'network')),
    subject_id INTEGER NOT NULL,            -- the group, organization or network
    state TEXT NOT NULL CHECK (state IN ('published', 'withheld')),
    snapshot TEXT NOT NULL,                 -- JSON: the frozen wheel; never recomputed
    made_at INTEGER NOT NULL,
    UNIQUE (round_id, scope, subject_id)
);
CREATE INDEX figure_of_subject ON figure (scope, subject_id, state, made_at);

CREATE TABLE shown_answer (                 -- who is in which shown spoke, only until the whole round is closed
    figure_id INTEGER NOT NULL REFERENCES figure (id) ON DELETE CASCADE,
    spoke TEXT NOT NULL,
    pseudonym TEXT NOT NULL,
    PRIMARY KEY (figure_id, spoke, pseudonym)
) WITHOUT ROWID;
CREATE INDEX shown_answer_of ON shown_answer (pseudonym);

CREATE TABLE picture (
    figure_id INTEGER NOT NULL REFERENCES figure (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    file_id TEXT NOT NULL,
    PRIMARY KEY (figure_id, language)
) WITHOUT ROWID;

CREATE TABLE dialogue (                     -- where a conversation stands: rows, never memory
    chat_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    thread_id INTEGER NOT NULL DEFAULT 0,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,                    -- JSON
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (chat_id, person_id, thread_id)
) WITHOUT ROWID;

CREATE TABLE intake (
    update_id INTEGER PRIMARY KEY,
    lane TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'parked')),
    attempts INTEGER NOT NULL DEFAULT 0,
    payload TEXT                            -- raw JSON; NULL once done
);
CREATE INDEX intake_waiting ON intake (update_id) WHERE state = 'waiting';
CREATE INDEX intake_age ON intake (received_at);

CREATE TABLE polling (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    next_offset INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
);

CREATE TABLE heartbeat (                    -- when the bot was last awake: an outage is told from a silence
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at INTEGER NOT NULL
);

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,               -- put in twice, it is sent once
    chat_id INTEGER NOT NULL,
    thread_id INTEGER,
    kind TEXT NOT NULL,
    data TEXT NOT NULL,                     -- JSON, frozen; rendered at sending
    priority INTEGER NOT NULL,              -- lower goes first
    not_before INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'sent', 'failed')),
    message_id INTEGER,
    error TEXT,
    made_at INTEGER NOT NULL
);
CREATE INDEX outbox_due ON outbox (state, not_before, priority, id);
CREATE INDEX outbox_by_chat ON outbox (chat_id, state);
