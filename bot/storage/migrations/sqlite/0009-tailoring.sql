-- Templates that groups and organizations have made their own.

CREATE TABLE own_template (                 -- rounds know it as 'own-<id>'
    id INTEGER PRIMARY KEY,
    group_id INTEGER REFERENCES peer_group (id),
    organization_id INTEGER REFERENCES organization (id),
    source TEXT NOT NULL,                   -- the shipped template that it was copied from
    base TEXT NOT NULL,                     -- JSON: as it was copied, then as it is in use
    draft TEXT,                             -- JSON: as it is being changed; NULL: it is not
    version INTEGER NOT NULL DEFAULT 0,     -- how often it was put to use
    revision INTEGER NOT NULL DEFAULT 0,    -- how often somebody has changed it
    away INTEGER NOT NULL DEFAULT 0,        -- 1: it is offered no more
    created_at INTEGER NOT NULL
);
CREATE INDEX own_template_by_group ON own_template (group_id, id) WHERE group_id IS NOT NULL;
CREATE INDEX own_template_by_organization ON own_template (organization_id, id) WHERE organization_id IS NOT NULL;
