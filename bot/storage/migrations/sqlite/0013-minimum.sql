-- How many people are in a group's chat, and the minimum that the group has chosen (NULL: its network's).

ALTER TABLE peer_group ADD COLUMN size INTEGER;
ALTER TABLE peer_group ADD COLUMN minimum INTEGER CHECK (minimum >= 3);
