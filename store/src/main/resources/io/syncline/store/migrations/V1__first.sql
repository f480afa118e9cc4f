-- Text columns hold well-formed Unicode without NUL; whatever may hold more is JSON with escapes.

-- Opens only under the master key that everything else is sealed with.
CREATE TABLE probe (
    one    boolean PRIMARY KEY DEFAULT true CHECK (one),
    sealed text    NOT NULL
);

-- number orders by age: clocks may jump. term counts take-overs: only the latest owner may write.
CREATE TABLE sync (
    id         text   PRIMARY KEY,
    number     bigint GENERATED ALWAYS AS IDENTITY,
    term       bigint NOT NULL DEFAULT 0,
    definition text   NOT NULL,
    state      text   NOT NULL,
    problem    text
);

CREATE TABLE execution (
    id               text    PRIMARY KEY,
    number           bigint  GENERATED ALWAYS AS IDENTITY,
    sync_id          text    NOT NULL REFERENCES sync ON DELETE CASCADE,
    everything       boolean NOT NULL,
    -- What was asked of it, so that a run that waits for its turn is not forgotten by a restart.
    priority         text    NOT NULL,
    workers          integer NOT NULL,
    state            text    NOT NULL,
    started_millis   bigint  NOT NULL,
    completed_millis bigint  NOT NULL,
    processed        bigint  NOT NULL,
    synced           bigint  NOT NULL,
    parked           bigint  NOT NULL,
    problem          text
);
CREATE INDEX execution_by_sync ON execution (sync_id, number);

-- sweep_due: after lost log the target may have rows that the source deleted unseen.
CREATE TABLE flow (
    name      text    PRIMARY KEY,
    sync_id   text    NOT NULL REFERENCES sync ON DELETE CASCADE,
    epoch     bigint  NOT NULL,
    sweep_due boolean NOT NULL DEFAULT false
);
CREATE INDEX flow_by_sync ON flow (sync_id);

CREATE TABLE snapshot_progress (
    flow       text    NOT NULL REFERENCES flow ON DELETE CASCADE,
    collection text    NOT NULL,
    position   text,
    copied     bigint  NOT NULL,
    done       boolean NOT NULL,
    millis     bigint  NOT NULL,
    PRIMARY KEY (flow, collection)
);

-- row_hash is SHA-256 of the row id's wire text: a key may be larger than an index entry can be.
CREATE TABLE parked (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sync_id  text   NOT NULL REFERENCES sync ON DELETE CASCADE,
    flow     text   NOT NULL,
    row_hash bytea  NOT NULL,
    change   text   NOT NULL,
    code     text   NOT NULL,
    detail   text   NOT NULL,
    millis   bigint NOT NULL,
    UNIQUE (flow, row_hash)
);
CREATE INDEX parked_by_sync ON parked (sync_id, id);

-- Its one row is locked until an append commits, so that sequences become visible in their order
-- and without gaps: a listener that asks for what came after its last one misses none.
CREATE TABLE event_sequence (
    one  boolean PRIMARY KEY DEFAULT true CHECK (one),
    last bigint  NOT NULL
);
INSERT INTO event_sequence (last) VALUES (0);

CREATE TABLE event (
    sequence bigint PRIMARY KEY,
    sync_id  text   NOT NULL,
    type     text   NOT NULL,
    millis   bigint NOT NULL,
    data     text   NOT NULL
);
CREATE INDEX event_by_sync ON event (sync_id, sequence);

-- hash is HMAC-SHA-256 of the secret under a pepper that is not in the database.
CREATE TABLE api_key (
    id             text   PRIMARY KEY,
    name           text   NOT NULL,
    hash           bytea  NOT NULL,
    created_millis bigint NOT NULL,
    expires_millis bigint
);
