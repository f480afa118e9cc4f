-- What was decided in a span of time is found by it: episodes lie side by side as they were decided.
ALTER TABLE episode ADD millis bigint;
UPDATE episode SET millis = substring(why FROM '"millis":([0-9]+)')::bigint;
ALTER TABLE episode ALTER millis SET NOT NULL;
CREATE INDEX episode_by_time ON episode USING brin (millis);

-- Who is to decide what waits, and from when on it has waited too long: null where nobody has said,
-- or where the row was not looked at since this version. The latest time of all where it has been
-- told already that it waits too long.
ALTER TABLE pair ADD waits_on text, ADD waits_due bigint;

-- What a run of a two-way sync has found in conflict, and what of it was settled by its end.
ALTER TABLE execution ADD conflicts_detected bigint NOT NULL DEFAULT 0,
    ADD conflicts_resolved bigint NOT NULL DEFAULT 0;
