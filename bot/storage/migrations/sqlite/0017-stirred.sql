-- When whoever facilitates took a workshop further last: one that stands still ends by itself.

ALTER TABLE workshop ADD COLUMN stirred_at INTEGER;
UPDATE workshop SET stirred_at = began_at;
CREATE INDEX workshop_standing ON workshop (state, stirred_at) WHERE state IN ('running', 'paused');
