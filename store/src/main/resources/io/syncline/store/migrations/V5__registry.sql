-- The store's own mark, in the names of all that its syncs make; never changes.
CREATE TABLE identity (
    one  boolean PRIMARY KEY DEFAULT true CHECK (one),
    mark text    NOT NULL
);
INSERT INTO identity (mark) VALUES (substr(md5(gen_random_uuid()::text), 1, 8));

-- Endpoints with a name; the definition's settings are sealed.
CREATE TABLE endpoint (
    name           text   PRIMARY KEY,
    definition     text   NOT NULL,
    changed_millis bigint NOT NULL
);

-- What deleted syncs have left where it could not be removed.
CREATE TABLE leftover (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    flow       text   NOT NULL,
    endpoint   text   NOT NULL,
    definition text   NOT NULL,
    reason     text   NOT NULL
);
