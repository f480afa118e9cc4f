-- What guards remember of a flow: why it is held, what it has missed, which source it read last.
CREATE TABLE flow_note (
    flow  text NOT NULL REFERENCES flow ON DELETE CASCADE,
    name  text NOT NULL,
    words text NOT NULL,
    PRIMARY KEY (flow, name)
);
