-- Rounds of organizations are brought to mind as those of groups are; and of reminders only the last days are kept.

ALTER TABLE round ADD COLUMN nudges BIGINT NOT NULL DEFAULT 0;   -- how often who has not answered was asked
ALTER TABLE round ADD COLUMN nudge_at BIGINT;                    -- when next; NULL: not reckoned, or no more
CREATE INDEX round_nudge ON round (scope, state, nudge_at, nudges);

DROP INDEX round_group_nudge;
CREATE INDEX round_group_nudge ON round_group (state, nudge_at, nudges);

CREATE INDEX outbox_reminders ON outbox (not_before) WHERE kind = 'reminder' AND state <> 'waiting';
