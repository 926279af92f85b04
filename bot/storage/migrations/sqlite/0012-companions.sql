-- Volunteers and mentors who accompany organizations until a day, and what these show to them.

CREATE TABLE companion (
    organization_id INTEGER NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    until_at INTEGER NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (organization_id, person_id)
) WITHOUT ROWID;
CREATE INDEX companion_by_person ON companion (person_id, until_at);

CREATE TABLE companion_link (               -- works once
    digest TEXT PRIMARY KEY,                -- SHA-256 of the link's secret
    organization_id INTEGER NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
    until_at INTEGER NOT NULL,                   -- of the companion that it makes
    expires_at INTEGER NOT NULL
);
CREATE INDEX companion_link_by_organization ON companion_link (organization_id);

CREATE TABLE companion_share (              -- organizations whose people show their wheels and plan to companions
    organization_id INTEGER PRIMARY KEY REFERENCES organization (id) ON DELETE CASCADE,
    since INTEGER NOT NULL
) WITHOUT ROWID;
