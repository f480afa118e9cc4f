-- What a round has decided that an end is owed is paid once the round is settled, but for rows that say
-- that they still owe it. So a row is written once in a round, and nothing that an index knows of
-- changes with it. owing names the rows of the latest round, or of all that are not settled.
ALTER TABLE pair ADD owes boolean;
UPDATE pair SET owes = true WHERE ours_owed IS NOT NULL OR theirs_owed IS NOT NULL;
DROP INDEX pair_owing;
CREATE INDEX pair_owing ON pair (flow) WHERE owes;
ALTER TABLE two_way ADD settled bigint NOT NULL DEFAULT 0, ADD owing bytea[] NOT NULL DEFAULT '{}';

-- Room for a row's next version beside it.
ALTER TABLE pair SET (fillfactor = 70);

-- What has waited too long is found among much that waits.
CREATE INDEX pair_due ON pair (flow, waits_due, waits_since) WHERE waits_since IS NOT NULL;
