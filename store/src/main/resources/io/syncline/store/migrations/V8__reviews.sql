-- Rows that wait for a person are listed by the page, searched and counted: since when one waits, of
-- which collection it is, and a line for each conflict: its kind, a tab, its field. The last two are
-- null where the row was not looked at since this version.
ALTER TABLE pair ADD waits_since bigint, ADD waits_in text, ADD waits_for text;
UPDATE pair SET waits_since = substring(review FROM '"since":([0-9]+)')::bigint WHERE review IS NOT NULL;
DROP INDEX pair_waiting;
CREATE INDEX pair_waiting ON pair (flow, waits_since, row_hash) WHERE waits_since IS NOT NULL;

-- The round that decided an episode is the number of the row's version.
ALTER TABLE episode ADD round bigint;
UPDATE episode SET round = substring(why FROM '"round":([0-9]+)')::bigint;
ALTER TABLE episode ALTER round SET NOT NULL;
