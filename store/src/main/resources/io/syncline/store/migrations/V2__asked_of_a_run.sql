-- What was asked of a run, so that one that waits for its turn is not forgotten by a restart.
ALTER TABLE execution
    ADD COLUMN priority text    NOT NULL DEFAULT 'NORMAL',
    ADD COLUMN workers  integer NOT NULL DEFAULT 4;
