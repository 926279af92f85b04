-- Actions with their helpers and all their changes; agenda items, budgets of person-days, and what follow-up must know.

ALTER TABLE person ADD COLUMN name TEXT;    -- as Telegram shows it, for lists to choose from; NULL: not heard yet
ALTER TABLE person ADD COLUMN away_until INTEGER;
CREATE INDEX person_away ON person (away_until) WHERE away_until IS NOT NULL;

ALTER TABLE peer_group ADD COLUMN digest TEXT NOT NULL DEFAULT 'monthly' CHECK (digest IN ('weekly', 'monthly', 'off'));
ALTER TABLE peer_group ADD COLUMN digest_at INTEGER;          -- when the next digest is due; NULL: not reckoned yet
ALTER TABLE peer_group ADD COLUMN digest_last_at INTEGER;     -- up to when the last one told
ALTER TABLE peer_group ADD COLUMN cadence TEXT;               -- JSON, of reminders; NULL: the usual one
CREATE INDEX peer_group_digest ON peer_group (digest_at) WHERE digest_at IS NOT NULL;

ALTER TABLE round_group ADD COLUMN nudges INTEGER NOT NULL DEFAULT 0;   -- how often who has not answered was asked
ALTER TABLE round_group ADD COLUMN nudge_at INTEGER;                    -- when next; NULL: not reckoned, or no more
CREATE INDEX round_group_nudge ON round_group (nudge_at) WHERE nudge_at IS NOT NULL;

CREATE TABLE action (
    id INTEGER PRIMARY KEY,
    network_id INTEGER REFERENCES network (id),             -- NULL: in no plan, the owner's alone
    group_id INTEGER REFERENCES peer_group (id),            -- whose plan it is in
    organization_id INTEGER REFERENCES organization (id),
    round_id INTEGER REFERENCES round (id),                 -- whose wheel it answers; NULL: none
    template_id TEXT,                       -- in whose wording its theme is named
    template_version TEXT,
    spoke TEXT,                             -- its theme; NULL: none
    what TEXT NOT NULL,
    voice TEXT,                             -- Telegram's id of a spoken version
    sign TEXT,                              -- of success
    owner_id INTEGER REFERENCES person (id),   -- NULL: handed back, forgotten, or no more of the plan
    owner_name TEXT NOT NULL,
    proposed_by INTEGER,                    -- NULL: forgotten
    due INTEGER NOT NULL,                   -- the ordinal of a day, in the owner's zone
    half_days INTEGER CHECK (half_days >= 0),   -- planned person-days, in halves; NULL: not said
    in_work_plan INTEGER,                   -- 1: that time is in the owner's work plan, 0: not yet; NULL: not said
    may_mention INTEGER NOT NULL DEFAULT 0,    -- 1: may be named in the group up to the day
    state TEXT NOT NULL CHECK (state IN ('proposed', 'accepted', 'in_progress', 'blocked', 'done', 'dropped')),
    reason TEXT,                            -- why it is blocked, was handed back or dropped
    on_agenda INTEGER NOT NULL DEFAULT 0,
    remind_at INTEGER,                      -- when the next reminder is due; NULL: none
    remind_step TEXT,
    last_reminded_at INTEGER,
    revision INTEGER NOT NULL DEFAULT 0,    -- how often it was changed: two people may edit it
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    ended_at INTEGER,
    CHECK (group_id IS NULL OR organization_id IS NULL)
);
CREATE INDEX action_by_group ON action (group_id, ended_at, due);
CREATE INDEX action_by_organization ON action (organization_id, ended_at, due);
CREATE INDEX action_by_owner ON action (owner_id, ended_at, due);
CREATE INDEX action_proposed_by ON action (proposed_by);
CREATE INDEX action_reminders ON action (remind_at) WHERE remind_at IS NOT NULL;

CREATE TABLE action_helper (
    action_id INTEGER NOT NULL REFERENCES action (id) ON DELETE CASCADE,
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    PRIMARY KEY (action_id, person_id)
) WITHOUT ROWID;
CREATE INDEX action_helper_by_person ON action_helper (person_id);

CREATE TABLE action_change (                -- what was done with an action, by whom and when
    id INTEGER PRIMARY KEY,
    action_id INTEGER NOT NULL REFERENCES action (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    person_id INTEGER,                      -- NULL: forgotten, or the bot itself
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL                    -- JSON
);
CREATE INDEX action_change_of ON action_change (action_id, id);
CREATE INDEX action_change_by_person ON action_change (person_id);

CREATE TABLE agenda_item (                  -- a point that comes back on its dates
    id INTEGER PRIMARY KEY,
    group_id INTEGER REFERENCES peer_group (id),            -- whose it is: a group's or an organization's
    organization_id INTEGER REFERENCES organization (id),
    title TEXT NOT NULL,
    rule TEXT NOT NULL,                     -- RFC 5545
    starts TEXT NOT NULL,                   -- wall time, as 2026-11-30T09:00
    zone TEXT NOT NULL,                     -- IANA
    ahead_days INTEGER NOT NULL DEFAULT 0,
    ahead_at INTEGER,                       -- when the reminder ahead is due; NULL: none, or it was put
    next_at INTEGER,                        -- NULL: it does not come back
    last_at INTEGER,
    state TEXT NOT NULL DEFAULT 'on' CHECK (state IN ('on', 'off')),
    created_by INTEGER,                     -- NULL: forgotten
    created_at INTEGER NOT NULL
);
CREATE INDEX agenda_item_by_group ON agenda_item (group_id);
CREATE INDEX agenda_item_by_organization ON agenda_item (organization_id);
CREATE INDEX agenda_item_due ON agenda_item (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX agenda_item_ahead ON agenda_item (ahead_at) WHERE ahead_at IS NOT NULL;

CREATE TABLE budget (                       -- person-days that an organization gives to its plan in a year
    organization_id INTEGER NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
    year INTEGER NOT NULL,
    half_days INTEGER NOT NULL CHECK (half_days >= 0),
    PRIMARY KEY (organization_id, year)
) WITHOUT ROWID;
