-- What is closed to answers, and whose wheels are still to be made or told: a tick goes on where another one ended.

CREATE TABLE closing (
    id INTEGER PRIMARY KEY,                     -- in the order in which they closed
    round_id INTEGER NOT NULL REFERENCES round (id) ON DELETE CASCADE,
    group_id INTEGER REFERENCES peer_group (id) ON DELETE CASCADE,  -- whose part; NULL: all that is wider than a group
    by_hand INTEGER NOT NULL,
    told_to INTEGER                             -- the last figure that was told; NULL: none is made yet
);
CREATE INDEX closing_by_round ON closing (round_id);
CREATE INDEX closing_by_group ON closing (group_id) WHERE group_id IS NOT NULL;

ALTER TABLE figure ADD COLUMN counted TEXT;     -- JSON: how many people are in each theme that it shows; NULL: not kept
CREATE INDEX figure_by_day ON figure (made_at);
