-- Which key of one end is which of the other, where both ends number their rows: values' wire texts.
-- number is for reading on from a link that was found: rows are often asked for as they were made.
CREATE TABLE link (
    flow       text   NOT NULL REFERENCES flow ON DELETE CASCADE,
    collection text   NOT NULL,
    ours       text   NOT NULL,
    theirs     text   NOT NULL,
    number     bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (flow, collection, ours),
    UNIQUE (flow, collection, theirs)
);
CREATE INDEX link_by_number ON link (flow, collection, number);
