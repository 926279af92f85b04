-- Two groups may turn out to be one chat: which one a number of the log stands for since then. Names stay where they are.

CREATE TABLE merged_group (
    group_number BIGINT PRIMARY KEY,       -- of the group that is no more
    group_id BIGINT NOT NULL REFERENCES peer_group (id) ON DELETE CASCADE
);
CREATE INDEX merged_group_into ON merged_group (group_id);
