-- Discussion threads of groups, what is kept of what was said there, and who asks to use it elsewhere.

CREATE TABLE thread (
    id INTEGER PRIMARY KEY,
    group_id INTEGER NOT NULL REFERENCES peer_group (id),
    title TEXT NOT NULL,
    figure_id INTEGER,                      -- the published wheel that it is about; NULL: a subject of its own
    spoke TEXT,                             -- its theme in that wheel
    kind TEXT NOT NULL CHECK (kind IN ('topic', 'chain')),  -- a forum topic, or answers to its opening message
    topic_id INTEGER,                       -- NULL: not made yet, gone, or no topic
    message_id INTEGER,                     -- the opening; NULL: not said yet, or left behind when the group got a new id
    state TEXT NOT NULL CHECK (state IN ('opening', 'open', 'closed', 'lost')),
    pinned INTEGER NOT NULL DEFAULT 0,
    opened_by INTEGER,                      -- NULL: forgotten, or an anonymous administrator
    created_at INTEGER NOT NULL,
    closed_at INTEGER,
    summary TEXT,
    summary_voice TEXT,                     -- Telegram's id of a spoken summary
    prompt TEXT,                            -- JSON: the weekdays and the time of a recurring question
    prompt_at INTEGER,                      -- when it is asked next; NULL: it is not
    revision INTEGER NOT NULL DEFAULT 0     -- how often facilitators have changed it
);
CREATE INDEX thread_by_group ON thread (group_id, closed_at, id);
CREATE INDEX thread_opened_by ON thread (opened_by);
CREATE INDEX thread_prompts ON thread (prompt_at) WHERE prompt_at IS NOT NULL;

CREATE TABLE kept (                         -- a practice, decision or question that somebody wanted kept
    id INTEGER PRIMARY KEY,
    network_id INTEGER NOT NULL REFERENCES network (id),
    group_id INTEGER NOT NULL REFERENCES peer_group (id),
    thread_id INTEGER REFERENCES thread (id),               -- NULL: said outside of any
    kind TEXT NOT NULL CHECK (kind IN ('practice', 'decision', 'question')),
    text TEXT NOT NULL,
    voice TEXT,                             -- Telegram's id of a spoken version
    author_id INTEGER REFERENCES person (id),               -- NULL: the group's own, or forgotten
    author_name TEXT NOT NULL,
    terms TEXT NOT NULL CHECK (terms IN ('free', 'ask', 'stays')),
    message_id INTEGER,                     -- what was said, in the group's chat
    at INTEGER NOT NULL
);
CREATE INDEX kept_by_group ON kept (group_id, id);
CREATE INDEX kept_by_thread ON kept (thread_id, id) WHERE thread_id IS NOT NULL;
CREATE INDEX kept_by_author ON kept (author_id, id);
CREATE INDEX kept_shared ON kept (network_id, id) WHERE terms <> 'stays';

CREATE TABLE kept_request (                 -- somebody of another group asks the author
    kept_id INTEGER NOT NULL REFERENCES kept (id) ON DELETE CASCADE,
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    answer INTEGER,                         -- 1: yes, 0: no; NULL: not answered yet
    PRIMARY KEY (kept_id, person_id)
) WITHOUT ROWID;
CREATE INDEX kept_request_by_person ON kept_request (person_id);
