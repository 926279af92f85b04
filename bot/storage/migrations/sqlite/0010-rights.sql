-- The log becomes a chain that names nobody; who is erased when; what was deleted leaves the files as well.

CREATE TABLE log_name (                     -- who a reference of the log is, until they are forgotten
    network_id INTEGER NOT NULL REFERENCES network (id),
    reference TEXT NOT NULL,                -- random
    person_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (network_id, reference)
) WITHOUT ROWID;
CREATE UNIQUE INDEX log_name_of_person ON log_name (person_id, network_id);
INSERT INTO log_name (network_id, reference, person_id, name)
    SELECT network_id, lower(hex(randomblob(12))), person_id, MAX(name) FROM (
        SELECT network_id, person_id, name FROM log WHERE person_id IS NOT NULL
        UNION ALL SELECT network_id, json_extract(detail, '$.person_id'), json_extract(detail, '$.name') FROM log
        WHERE json_extract(detail, '$.person_id') IS NOT NULL
    ) GROUP BY network_id, person_id;

CREATE TABLE new_log (                      -- what was done here by whoever holds a role; never changed, only added to
    id INTEGER PRIMARY KEY,
    network_id INTEGER NOT NULL REFERENCES network (id),
    number INTEGER,                         -- of the line in the network's chain, from 1; NULL: from before the chain
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT,                             -- a reference; NULL: an anonymous administrator, or forgotten before the chain
    whom TEXT,                              -- a reference; NULL: nobody in particular
    group_number INTEGER,                   -- the group's id, which the line outlives; NULL: it concerns the network
    detail TEXT NOT NULL,                   -- JSON: ids of things
    seal TEXT                               -- keyed hash of the line and the seal before it; NULL: from before the chain
);
INSERT INTO new_log (id, network_id, at, kind, actor, whom, group_number, detail)
    SELECT l.id, l.network_id, l.at, l.kind,
        (SELECT n.reference FROM log_name n WHERE n.network_id = l.network_id AND n.person_id = l.person_id),
        (SELECT n.reference FROM log_name n
            WHERE n.network_id = l.network_id AND n.person_id = json_extract(l.detail, '$.person_id')),
        l.group_id, json_remove(l.detail, '$.person_id', '$.name')
    FROM log l;
DROP TABLE log;
ALTER TABLE new_log RENAME TO log;
CREATE UNIQUE INDEX log_chain ON log (network_id, number);
CREATE INDEX log_by_network ON log (network_id, id);
CREATE INDEX log_by_group ON log (group_number, id);

CREATE TABLE erasing (                      -- an organization, or a whole network, that will be erased
    id INTEGER PRIMARY KEY,
    network_id INTEGER NOT NULL REFERENCES network (id),
    organization_id INTEGER REFERENCES organization (id),   -- NULL: the whole network
    asked_by INTEGER,                       -- NULL: forgotten
    asked_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL
);
CREATE INDEX erasing_due ON erasing (due_at);
CREATE INDEX erasing_of_network ON erasing (network_id, organization_id);

CREATE TABLE cleaning (                     -- one row, once something was deleted
    id INTEGER PRIMARY KEY CHECK (id = 1),
    wanted_at INTEGER,                      -- since when something deleted may still be in the files; NULL: nothing is
    emptied_at INTEGER NOT NULL DEFAULT 0   -- when the letters of long ago were last emptied
);

CREATE TABLE spoken (                       -- whose voice a summary, or the reason of a level, is
    voice TEXT NOT NULL,                    -- Telegram's id
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    PRIMARY KEY (voice, person_id)
) WITHOUT ROWID;
CREATE INDEX spoken_by_person ON spoken (person_id);
