-- How a collection was when its rows were last let through. terms is JSON with a version in it.
CREATE TABLE agreed (
    flow       text NOT NULL REFERENCES flow ON DELETE CASCADE,
    collection text NOT NULL,
    terms      text NOT NULL,
    PRIMARY KEY (flow, collection)
);
