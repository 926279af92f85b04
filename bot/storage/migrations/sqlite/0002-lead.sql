-- Several processes may take updates in; one leads, and handles them. Each time another begins to lead is a term.

ALTER TABLE intake ADD COLUMN term INTEGER NOT NULL DEFAULT 0;   -- of the leader that took it into its lanes; 0: nobody yet

DROP INDEX intake_waiting;
CREATE INDEX intake_waiting ON intake (term, update_id) WHERE state = 'waiting';

CREATE TABLE lead (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    term INTEGER NOT NULL DEFAULT 0,        -- of whoever leads now, or did last; 0: nobody ever did
    key_mark TEXT                           -- tells the key of the pseudonyms from another; NULL: not noted yet
);
INSERT INTO lead (id) VALUES (1);
