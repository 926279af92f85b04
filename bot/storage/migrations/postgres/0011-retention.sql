-- Answers of long ago are let go of: what stays of them is in the wheels.

ALTER TABLE round ADD COLUMN reduced_at BIGINT;    -- since when its answers are gone; NULL: they are still there
CREATE INDEX round_to_reduce ON round (closed_at) WHERE closed_at > COALESCE(reduced_at, 0);
