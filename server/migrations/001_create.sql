-- The first version of a workshop's file.
BEGIN IMMEDIATE;

CREATE TABLE events (
    seq   INTEGER PRIMARY KEY,
    at    REAL NOT NULL,          -- seconds since 1970; coarse where somebody's own
    scope TEXT NOT NULL,          -- the activity's id, or empty for the workshop itself
    op    TEXT NOT NULL,          -- the operation it came with; empty once sealed
    "by"  TEXT NOT NULL,          -- a seat of the staff, or empty for a participant
    body  TEXT NOT NULL           -- the event as JSON, with its type
) STRICT;

-- Who sat where. May be erased whole; no row of events refers to it.
CREATE TABLE people (
    seat    TEXT PRIMARY KEY,     -- SHA-256 of the laptop's secret for this workshop
    laptop  INTEGER NOT NULL,
    role    TEXT NOT NULL,
    "table" INTEGER NOT NULL,
    name    TEXT NOT NULL,
    persons INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Hashes of the operations that came before a sealing, so that none counts twice; in the order of the hashes.
CREATE TABLE seen (op TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- For the curious, with any SQLite browser. The product itself folds the events and reads none of these.
CREATE VIEW agenda AS
    SELECT json_extract(body, '$.card.id') AS activity, json_extract(body, '$.card.kind') AS kind,
           json_extract(body, '$.card.title') AS title, json_extract(body, '$.card.question') AS question
    FROM events WHERE json_extract(body, '$.type') = 'activity.added' ORDER BY seq;

CREATE VIEW entries AS
    SELECT scope AS activity, json_extract(body, '$.id') AS id, json_extract(body, '$.text') AS text,
           json_extract(body, '$.source') AS source
    FROM events WHERE json_extract(body, '$.type') = 'entry.added' ORDER BY seq;

-- A row a judged item. While a vote is not sealed, a ballot that was changed stands here in each of its forms.
CREATE VIEW ballots AS
    SELECT scope AS activity, coalesce(json_extract(body, '$.round'), 1) AS round, judged.key AS item,
           judged.value AS value
    FROM events, json_each(events.body, '$.values') AS judged
    WHERE json_extract(body, '$.type') = 'ballot.was_cast' ORDER BY seq;

CREATE VIEW acts AS
    SELECT datetime(at, 'unixepoch') AS at, "by", scope AS activity, json_extract(body, '$.type') AS what
    FROM events WHERE "by" <> '' ORDER BY seq;

PRAGMA application_id = 0x5350494C;  -- SPIL
PRAGMA user_version = 1;
COMMIT;
