-- Rows that two ends share. id is the row id's wire text and row_hash its SHA-256, as in parked.
-- base and seen are images' wire texts; base is null where nobody knows it, seen where it is the
-- base. read is how far an end's log was read then. owed, review, times:
-- JSON with a version in it.
CREATE TABLE pair (
    flow        text  NOT NULL REFERENCES flow ON DELETE CASCADE,
    row_hash    bytea NOT NULL,
    id          text  NOT NULL,
    base        text,
    ours_seen   text,
    ours_read   text,
    ours_owed   text,
    theirs_seen text,
    theirs_read text,
    theirs_owed text,
    review      text,
    times       text,
    PRIMARY KEY (flow, row_hash),
    CHECK (base IS NOT NULL OR ours_seen IS NOT NULL AND theirs_seen IS NOT NULL)
);
CREATE INDEX pair_owing ON pair (flow) WHERE ours_owed IS NOT NULL OR theirs_owed IS NOT NULL;
CREATE INDEX pair_waiting ON pair (flow) WHERE review IS NOT NULL;

-- Rows that have to be looked at, whatever the logs tell. dirt is JSON with a version in it.
CREATE TABLE dirty (
    flow     text  NOT NULL REFERENCES flow ON DELETE CASCADE,
    row_hash bytea NOT NULL,
    dirt     text  NOT NULL,
    PRIMARY KEY (flow, row_hash)
);

-- The latest round that decided anything, and how far each end's log is dealt with.
CREATE TABLE two_way (
    flow   text   PRIMARY KEY REFERENCES flow ON DELETE CASCADE,
    round  bigint NOT NULL DEFAULT 0,
    ours   text,
    theirs text
);

-- The history of pairs. The images are wire texts; all but before are null where they are as
-- before. why is JSON with a version in it.
CREATE TABLE episode (
    number   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    flow     text   NOT NULL REFERENCES flow ON DELETE CASCADE,
    row_hash bytea  NOT NULL,
    before   text   NOT NULL,
    ours     text,
    theirs   text,
    after    text,
    why      text   NOT NULL
);
CREATE INDEX episode_by_row ON episode (flow, row_hash, number);
