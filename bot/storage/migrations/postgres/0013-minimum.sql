-- How many people are in a group's chat, and the minimum that the group has chosen (NULL: its network's).

ALTER TABLE peer_group ADD COLUMN size BIGINT;
ALTER TABLE peer_group ADD COLUMN minimum BIGINT CHECK (minimum >= 3);
