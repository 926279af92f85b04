-- What the operator did beside the bot, until it stands in the log of each network.

CREATE TABLE operator_act (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,                     -- restored, moved
    at INTEGER NOT NULL
);
