-- A store as its version left it; never to be changed.
-- The API key in it: syn_RHsYPqkiCPOq_BRZstqAEyFghPilz1Y26eT9icMpU3FCRyZogEW24rSB
CREATE SCHEMA syncline;
SET search_path = syncline;
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
-- How a collection was when its rows were last let through. terms is JSON with a version in it.
CREATE TABLE agreed (
    flow       text NOT NULL REFERENCES flow ON DELETE CASCADE,
    collection text NOT NULL,
    terms      text NOT NULL,
    PRIMARY KEY (flow, collection)
);
-- What guards remember of a flow: why it is held, what it has missed, which source it read last.
CREATE TABLE flow_note (
    flow  text NOT NULL REFERENCES flow ON DELETE CASCADE,
    name  text NOT NULL,
    words text NOT NULL,
    PRIMARY KEY (flow, name)
);
-- pepper: what API keys are hashed with since the master key was rotated, sealed; null while it is
-- derived from the master key. incarnation: another number for every store that was restored.
ALTER TABLE probe
    ADD COLUMN pepper      text,
    ADD COLUMN incarnation bigint NOT NULL DEFAULT 0;

-- restored: the flow has not been taken over at its destination since the store was restored.
ALTER TABLE flow ADD COLUMN restored boolean NOT NULL DEFAULT false;
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
-- The keys of before allow everything. number orders by age: clocks may jump. maker is the name of
-- the key by which a key was made, null where the server did it by itself. used_millis is coarse. A
-- revoked key stays, so that what it did has somebody to name.
ALTER TABLE api_key
    ADD COLUMN number         bigint GENERATED ALWAYS AS IDENTITY,
    ADD COLUMN role           text NOT NULL DEFAULT 'ADMIN',
    ADD COLUMN maker          text,
    ADD COLUMN used_millis    bigint,
    ADD COLUMN revoker        text,
    ADD COLUMN revoked_millis bigint,
    ADD CHECK ((revoker IS NULL) = (revoked_millis IS NULL));
ALTER TABLE api_key ALTER COLUMN role DROP DEFAULT;
CREATE TABLE schema_history (
    installed_rank integer PRIMARY KEY,
    version        varchar(50),
    description    varchar(200) NOT NULL,
    type           varchar(20) NOT NULL,
    script         varchar(1000) NOT NULL,
    checksum       integer,
    installed_by   varchar(100) NOT NULL,
    installed_on   timestamp NOT NULL DEFAULT now(),
    execution_time integer NOT NULL,
    success        boolean NOT NULL
);
DELETE FROM schema_history;
INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) OVERRIDING SYSTEM VALUE VALUES ('0', NULL, '<< Flyway Schema Creation >>', 'SCHEMA', '"syncline"', NULL, 'syncline', '2026-11-23 06:18:38.595436', '0', 'true');
INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) OVERRIDING SYSTEM VALUE VALUES ('1', '1', 'first', 'SQL', 'V1__first.sql', '-864318122', 'syncline', '2026-11-23 06:18:38.612298', '52', 'true');
INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) OVERRIDING SYSTEM VALUE VALUES ('2', '2', 'agreed', 'SQL', 'V2__agreed.sql', '-412625325', 'syncline', '2026-11-23 06:18:38.680559', '5', 'true');
INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) OVERRIDING SYSTEM VALUE VALUES ('3', '3', 'flow notes', 'SQL', 'V3__flow_notes.sql', '1982223917', 'syncline', '2026-11-23 06:18:38.691702', '5', 'true');
INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) OVERRIDING SYSTEM VALUE VALUES ('4', '4', 'upkeep', 'SQL', 'V4__upkeep.sql', '765079183', 'syncline', '2026-11-23 06:18:38.701798', '1', 'true');
INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) OVERRIDING SYSTEM VALUE VALUES ('5', '5', 'registry', 'SQL', 'V5__registry.sql', '1803100113', 'syncline', '2026-11-23 06:18:38.706809', '14', 'true');
INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) OVERRIDING SYSTEM VALUE VALUES ('6', '6', 'pairs', 'SQL', 'V6__pairs.sql', '1378661568', 'syncline', '2026-11-23 06:18:38.72535', '23', 'true');
INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) OVERRIDING SYSTEM VALUE VALUES ('7', '7', 'named keys', 'SQL', 'V7__named_keys.sql', '-488087827', 'syncline', '2026-11-23 06:18:38.75413', '7', 'true');
DELETE FROM probe;
INSERT INTO probe (one, sealed, pepper, incarnation) OVERRIDING SYSTEM VALUE VALUES ('true', 's1:92ffa515:oEkKtVEhjRDO3QDN6fAdt2vOAUD/sfxW3A1wdmbATe8Td/ylk20SgD/1sfUVw6grwuC+T0tdWTf4RMwi2iytjajaY5pM6WrZFDPeUeOsY8jblePQRC2R963veM+eoF9AbI+leOy1ocdBec2PmyG58cjxKEmSHdQ=', NULL, '0');
DELETE FROM sync;
INSERT INTO sync (id, number, term, definition, state, problem) OVERRIDING SYSTEM VALUE VALUES ('sync_a', '1', '1', E'{"v":1,"id":"sync_a","name":"Users \\u00E4\\u0000\\uD800","direction":"ONE_WAY","mode":"SCHEDULED","source":{"name":"shop","type":"postgresql","settings":{"empty":"s1:92ffa515:mWUdup21baXDm/pC1zZ6oWfW7o59ziOhDBYwBCwkyUqaBs8jr29XrSxm1xy8hxKQlFG1owZWt26f0Jbano0b4P28gwf0vJAch/Z2GkkyDraluSX90LhRGg==","password":"s1:92ffa515:PmS+2WsQImZH7+dRqcV/2F+Mmr440a6xN4srZdq3V7d7aaE9SjwaChrnqf58oZaPOaR0nbVRbRWOhqd3OsQ6zZUhsOgrvr1fTCVjul6px1BPQAdRycZPhsEmqolA+JcVCBi4qRx8NEe6Y79pnWQ+rZuypYM=","url":"s1:92ffa515:m0OYAMn4DAa1WQK5KHyEou/bLkjsVbvdgzrvibhomHWvcq8AQVKHehA44a2I8EVpzI3O1zV7L33SevUA8Jz0G7RA5ID1p63pT0AeFh8ygsfgvKmm1Y8v6I9EqmB3/ZIIF4Zal2GZT9WeZpv24t0DrDq5dDEZyJJb1kJnJ+63FOsMGtXBnEAbCzdxgsU2azBQ1kN9"}},"destinations":[{"name":"copy","type":"mariadb","settings":{"password":"s1:92ffa515:knXP3huVE+m+N1IRjXqbflDw7gYX5wFjWmwRMwVsK2aBqgKB7GsPlhHB8IrDMGbBWfCR2jppZQ0HchjTAyf7vPdBgAOkfzjjA4cUSo9lA9oyaNV73K963E0ggyN0atOF33IzYKf1EQiAljc9JxTTlqC5l18="}},{"name":"second","type":"postgresql","settings":{}}],"tables":["public.users","public.*"],"collections":["users"],"schedule":{"zone":"Europe/Vienna","cron":"30 2 * * *"},"retry":{"retriesMax":5,"backoff":"LINEAR","first":"PT0.001S","longest":"PT24H"},"workers":16,"existing":"ADOPT","checks":["schema"],"evolution":"FOLLOW","applying":"BY_KEY","performance":{"batchSize":10000,"compression":false,"pooling":true,"timeout":null},"guards":{"deletes":[9223372036854775807,"0.5",1000,"PT1M","AS_DELETES"],"log":[34359738368,""],"reading":[9223372036854775807,9223372036854775807,[],[],"UTC"],"health":[5,"PT10M","PT10M","PT10S","PT1M"],"parking":[10000,"0.5","PT30S"],"lagTolerance":{}},"shape":{"secret":null,"sides":[]},"wording":{"type":null,"mode":null},"createdMillis":1700000000000}', 'PAUSED', 'by a person');
INSERT INTO sync (id, number, term, definition, state, problem) OVERRIDING SYSTEM VALUE VALUES ('sync_b', '2', '1', '{"v":1,"id":"sync_b","name":"plain","direction":"ONE_WAY","mode":"REAL_TIME","source":{"name":"a","type":"postgresql","settings":{}},"destinations":[{"name":"b","type":"postgresql","settings":{}}],"tables":[],"collections":[],"schedule":null,"retry":{"retriesMax":-1,"backoff":"EXPONENTIAL","first":"PT0.2S","longest":"PT30S"},"workers":1,"existing":"REFUSE","checks":["schema"],"evolution":"FOLLOW","applying":"BY_KEY","performance":{"batchSize":10000,"compression":false,"pooling":true,"timeout":null},"guards":{"deletes":[9223372036854775807,"0.5",1000,"PT1M","AS_DELETES"],"log":[34359738368,""],"reading":[9223372036854775807,9223372036854775807,[],[],"UTC"],"health":[5,"PT10M","PT10M","PT10S","PT1M"],"parking":[10000,"0.5","PT30S"],"lagTolerance":{}},"shape":{"secret":null,"sides":[]},"wording":{"type":null,"mode":null},"createdMillis":0}', 'FAILED', 'the network''s');
DELETE FROM execution;
INSERT INTO execution (id, number, sync_id, everything, priority, workers, state, started_millis, completed_millis, processed, synced, parked, problem) OVERRIDING SYSTEM VALUE VALUES ('exec_2', '2', 'sync_a', 'true', 'NORMAL', '4', 'FAILED', '10', '20', '51', '30', '40', 'words
of it');
INSERT INTO execution (id, number, sync_id, everything, priority, workers, state, started_millis, completed_millis, processed, synced, parked, problem) OVERRIDING SYSTEM VALUE VALUES ('exec_sync_a', '1', 'sync_a', 'true', 'NORMAL', '4', 'FAILED', '10', '20', '50', '30', '40', 'words
of it');
DELETE FROM flow;
INSERT INTO flow (name, sync_id, epoch, sweep_due, restored) OVERRIDING SYSTEM VALUE VALUES ('flow_sync_a', 'sync_a', '2', 'false', 'false');
INSERT INTO flow (name, sync_id, epoch, sweep_due, restored) OVERRIDING SYSTEM VALUE VALUES ('flow_sync_a_1', 'sync_a', '1', 'false', 'false');
DELETE FROM snapshot_progress;
INSERT INTO snapshot_progress (flow, collection, "position", copied, done, millis) OVERRIDING SYSTEM VALUE VALUES ('flow_sync_a', 'public.orders', E'''\\', '1', 'false', '2');
INSERT INTO snapshot_progress (flow, collection, "position", copied, done, millis) OVERRIDING SYSTEM VALUE VALUES ('flow_sync_a', 'public.users', '{"after":7}', '7', 'false', '70');
INSERT INTO snapshot_progress (flow, collection, "position", copied, done, millis) OVERRIDING SYSTEM VALUE VALUES ('flow_sync_a_1', 'public.no key', NULL, '3', 'true', '9');
DELETE FROM parked;
INSERT INTO parked (id, sync_id, flow, row_hash, change, code, detail, millis) OVERRIDING SYSTEM VALUE VALUES ('1', 'sync_a', 'flow_sync_a', E'\\x0ca7507ad6c988fd51340d3ca077b5113d5fca38efb4c1623db8f151a3482ee4', '{"v":1,"change":{"id":{"collection":"public.users","key":[1]},"before":"absent","after":{"partial":{"name":"no room"}},"version":{"millis":1,"counter":0,"replica":"shop"}}}', 'CONSTRAINT', 'no room', '1');
INSERT INTO parked (id, sync_id, flow, row_hash, change, code, detail, millis) OVERRIDING SYSTEM VALUE VALUES ('2', 'sync_a', 'flow_sync_a_1', E'\\x8654a421accdec5497390e65362634351765c9d5d1adec51ffb71074532bdd34', E'{"v":1,"change":{"id":{"collection":"public.no key","key":["\\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n",{"bytes":"AP8n"},{"real":"NaN"},{"other":{"type":"interval","text":"1 mon"}},null]},"before":"absent","after":"absent","version":{"millis":5,"counter":0,"replica":"shop"}}}', 'UNIQUE_TAKEN', 'x', '5');
DELETE FROM event_sequence;
INSERT INTO event_sequence (one, last) OVERRIDING SYSTEM VALUE VALUES ('true', '3');
DELETE FROM event;
INSERT INTO event (sequence, sync_id, type, millis, data) OVERRIDING SYSTEM VALUE VALUES ('1', 'sync_a', 'state_changed', '80', '{"from":"RUNNING","to":"PAUSED"}');
INSERT INTO event (sequence, sync_id, type, millis, data) OVERRIDING SYSTEM VALUE VALUES ('2', 'sync_b', 'odd', '90', E'{"":"\\u00E4\\u0000\\uD800''\\\\\\n"}');
DELETE FROM api_key;
INSERT INTO api_key (id, name, hash, created_millis, expires_millis, number, role, maker, used_millis, revoker, revoked_millis) OVERRIDING SYSTEM VALUE VALUES ('000000000000', 'ä ''Bert''', E'\\x2700ff', '7', '70', '1', 'REVIEWER', 'Anna', '9', E'Anna\\', '8');
INSERT INTO api_key (id, name, hash, created_millis, expires_millis, number, role, maker, used_millis, revoker, revoked_millis) OVERRIDING SYSTEM VALUE VALUES ('RHsYPqkiCPOq', 'Anna', E'\\xa1d8a35e5ab91398b9ff18902ce21edde524efe24bd3e750f35cf41f759ebede', '1', NULL, '2', 'ADMIN', NULL, NULL, NULL, NULL);
DELETE FROM agreed;
INSERT INTO agreed (flow, collection, terms) OVERRIDING SYSTEM VALUE VALUES ('flow_sync_a_1', 'public.no key', E'{"v":1,"fields":[["\\u00E4\\u0000''","decimal 10,2?"]],"key":[],"standing":"TO_BE_SWEPT"}');
DELETE FROM flow_note;
INSERT INTO flow_note (flow, name, words) OVERRIDING SYSTEM VALUE VALUES ('flow_sync_a', 'source', E'{"text":"\\u00E4 ''quoted''\\n\\u0000"}');
DELETE FROM identity;
INSERT INTO identity (one, mark) OVERRIDING SYSTEM VALUE VALUES ('true', '170704a7');
DELETE FROM endpoint;
INSERT INTO endpoint (name, definition, changed_millis) OVERRIDING SYSTEM VALUE VALUES ('primary', '{"v":1,"type":"postgresql","settings":{"connection":"s1:92ffa515:mGfVuZUPZmdRtYkwtZUeo9gG/jhFXC3m4GtB7sd10TE1TU+jgzUh8bRs0+6UV92iCl5H7EI/R2FeSAYhfyfRKpruqiliwOfcTgI68JCEOs8bEpSZ4X3WwjAxzNCjT81h66S1tvM3m2S2Olp7nNhhvc9aQE4QSlphT9Gzy320Hf4RT0PDsb1Dreu9pi99ktRE","note":"s1:92ffa515:VbD2So08qo3z+HxWY2wzyn3KSFf7dHh/VhD1AAi2CaQM2YYrwOyRTYEiI1vBaKEaRh9WMS54Q+8DCIXZxSuFp9yV6vDAoHiCo6VIF6WHY+atw7AunFNHNtUgmpbqQQ=="}}', '7');
DELETE FROM leftover;
INSERT INTO leftover (id, flow, endpoint, definition, reason) OVERRIDING SYSTEM VALUE VALUES ('1', 'sync_gone_0', 'copy', '{"v":1,"type":"postgresql","settings":{"connection":"s1:92ffa515:5DroV3A5Ha0QrLPuP9sHzDhfxKoWnS67iC+ZiiqRWVyh0NRwMtaIaQfp61Ta2mlfoP6G1mbeI+bxzJRZH9S8o2G0mJJMuWDqChGgaqWGq9PowV3v7IdrtNo21yhB7iSrh8HCUhPV6FLn1Un423DkzJgR57FvvvWGpSWx+oELNPRhexuD9CoR9KJJynrzMY7F","note":"s1:92ffa515:+S5pk1ZkgR7+qNOkfhtLMyTLlTKJ3PPvci0x3Wuxz6RVWyGDg6U68J3g0S0mjoWDHdbvkabe0V728Phn+syEa2oLT8xMMt3ziCIYu5WQsRCNbRGPCIDURg=="}}', 'SYN-2001 ''x''');
DELETE FROM pair;
INSERT INTO pair (flow, row_hash, id, base, ours_seen, ours_read, ours_owed, theirs_seen, theirs_read, theirs_owed, review, times) OVERRIDING SYSTEM VALUE VALUES ('flow_sync_a', E'\\x00f3a5254d89e7343231cc393fca6689484371066add05bfab561841498c0b64', '{"v":1,"rowId":{"collection":"public.users","key":[3]}}', '{"v":1,"image":{"whole":{"name":"base"}}}', '{"v":1,"image":{"whole":{"name":"ours"}}}', NULL, NULL, '{"v":1,"image":{"whole":{"name":"theirs"}}}', NULL, NULL, E'{"v":1,"ours":"{\\"v\\":1,\\"image\\":{\\"whole\\":{\\"name\\":\\"ours\\"}}}","theirs":"{\\"v\\":1,\\"image\\":{\\"whole\\":{\\"name\\":\\"theirs\\"}}}","conflicts":[{"kind":"CONCURRENT_UPDATE","path":"","base":"{\\"v\\":1,\\"value\\":null}","ours":"{\\"v\\":1,\\"value\\":true}","theirs":"{\\"v\\":1,\\"value\\":{\\"int\\":\\"-9223372036854775808\\"}}","proposal":"{\\"v\\":1,\\"value\\":{\\"decimal\\":\\"-1234567890.05\\"}}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"UPDATE_DELETE","path":"doc.part","base":null,"ours":"{\\"v\\":1,\\"value\\":{\\"int\\":\\"-9223372036854775808\\"}}","theirs":"{\\"v\\":1,\\"value\\":{\\"decimal\\":\\"-1234567890.05\\"}}","proposal":"{\\"v\\":1,\\"value\\":{\\"real\\":\\"NaN\\"}}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"INSERT_INSERT","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"int\\":\\"-9223372036854775808\\"}}","ours":null,"theirs":"{\\"v\\":1,\\"value\\":{\\"real\\":\\"NaN\\"}}","proposal":"{\\"v\\":1,\\"value\\":\\"\\\\u00E4\\\\u0000\\\\uD800 ''quoted'' \\\\\\\\ \\\\n\\"}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"UNIQUE","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"decimal\\":\\"-1234567890.05\\"}}","ours":"{\\"v\\":1,\\"value\\":{\\"real\\":\\"NaN\\"}}","theirs":null,"proposal":"{\\"v\\":1,\\"value\\":{\\"bytes\\":\\"AP8n\\"}}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"FOREIGN_KEY","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"real\\":\\"NaN\\"}}","ours":"{\\"v\\":1,\\"value\\":\\"\\\\u00E4\\\\u0000\\\\uD800 ''quoted'' \\\\\\\\ \\\\n\\"}","theirs":"{\\"v\\":1,\\"value\\":{\\"bytes\\":\\"AP8n\\"}}","proposal":null,"rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"SCHEMA_MISMATCH","path":"doc.part","base":"{\\"v\\":1,\\"value\\":\\"\\\\u00E4\\\\u0000\\\\uD800 ''quoted'' \\\\\\\\ \\\\n\\"}","ours":"{\\"v\\":1,\\"value\\":{\\"bytes\\":\\"AP8n\\"}}","theirs":"{\\"v\\":1,\\"value\\":{\\"date\\":\\"-999999999-01-01\\"}}","proposal":"{\\"v\\":1,\\"value\\":{\\"time\\":\\"23:59:59.999999999\\"}}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"BUSINESS_RULE_VIOLATION","path":"doc.part","base":null,"ours":"{\\"v\\":1,\\"value\\":{\\"date\\":\\"-999999999-01-01\\"}}","theirs":"{\\"v\\":1,\\"value\\":{\\"time\\":\\"23:59:59.999999999\\"}}","proposal":"{\\"v\\":1,\\"value\\":{\\"timestamp\\":\\"+999999999-12-31T23:59:59.999999999\\"}}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"CONCURRENT_UPDATE","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"date\\":\\"-999999999-01-01\\"}}","ours":null,"theirs":"{\\"v\\":1,\\"value\\":{\\"timestamp\\":\\"+999999999-12-31T23:59:59.999999999\\"}}","proposal":"{\\"v\\":1,\\"value\\":{\\"instant\\":\\"-1000000000-01-01T00:00:00Z\\"}}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"UPDATE_DELETE","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"time\\":\\"23:59:59.999999999\\"}}","ours":"{\\"v\\":1,\\"value\\":{\\"timestamp\\":\\"+999999999-12-31T23:59:59.999999999\\"}}","theirs":null,"proposal":"{\\"v\\":1,\\"value\\":{\\"uuid\\":\\"00000000-0000-0001-ffff-ffffffffffff\\"}}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"INSERT_INSERT","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"timestamp\\":\\"+999999999-12-31T23:59:59.999999999\\"}}","ours":"{\\"v\\":1,\\"value\\":{\\"instant\\":\\"-1000000000-01-01T00:00:00Z\\"}}","theirs":"{\\"v\\":1,\\"value\\":{\\"uuid\\":\\"00000000-0000-0001-ffff-ffffffffffff\\"}}","proposal":null,"rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"UNIQUE","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"instant\\":\\"-1000000000-01-01T00:00:00Z\\"}}","ours":"{\\"v\\":1,\\"value\\":{\\"uuid\\":\\"00000000-0000-0001-ffff-ffffffffffff\\"}}","theirs":"{\\"v\\":1,\\"value\\":{\\"json\\":\\"{\\\\\\"a\\\\\\":[1.5,null,\\\\\\"\\u00E4\\\\\\"]}\\"}}","proposal":"{\\"v\\":1,\\"value\\":{\\"items\\":[null,1]}}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"FOREIGN_KEY","path":"doc.part","base":null,"ours":"{\\"v\\":1,\\"value\\":{\\"json\\":\\"{\\\\\\"a\\\\\\":[1.5,null,\\\\\\"\\u00E4\\\\\\"]}\\"}}","theirs":"{\\"v\\":1,\\"value\\":{\\"items\\":[null,1]}}","proposal":"{\\"v\\":1,\\"value\\":{\\"struct\\":{\\"\\":\\"1\\"}}}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"SCHEMA_MISMATCH","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"json\\":\\"{\\\\\\"a\\\\\\":[1.5,null,\\\\\\"\\u00E4\\\\\\"]}\\"}}","ours":null,"theirs":"{\\"v\\":1,\\"value\\":{\\"struct\\":{\\"\\":\\"1\\"}}}","proposal":"{\\"v\\":1,\\"value\\":{\\"other\\":{\\"type\\":\\"interval\\",\\"text\\":\\"1 mon\\"}}}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"BUSINESS_RULE_VIOLATION","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"items\\":[null,1]}}","ours":"{\\"v\\":1,\\"value\\":{\\"struct\\":{\\"\\":\\"1\\"}}}","theirs":null,"proposal":"{\\"v\\":1,\\"value\\":1}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"CONCURRENT_UPDATE","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"struct\\":{\\"\\":\\"1\\"}}}","ours":"{\\"v\\":1,\\"value\\":{\\"other\\":{\\"type\\":\\"interval\\",\\"text\\":\\"1 mon\\"}}}","theirs":"{\\"v\\":1,\\"value\\":1}","proposal":null,"rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"UPDATE_DELETE","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"other\\":{\\"type\\":\\"interval\\",\\"text\\":\\"1 mon\\"}}}","ours":"{\\"v\\":1,\\"value\\":1}","theirs":"{\\"v\\":1,\\"value\\":null}","proposal":"{\\"v\\":1,\\"value\\":true}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"INSERT_INSERT","path":"doc.part","base":null,"ours":"{\\"v\\":1,\\"value\\":null}","theirs":"{\\"v\\":1,\\"value\\":true}","proposal":"{\\"v\\":1,\\"value\\":{\\"int\\":\\"-9223372036854775808\\"}}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"}],"told":{"id":"{\\"v\\":1,\\"rowId\\":{\\"collection\\":\\"public.users\\",\\"key\\":[3]}}","tries":3,"ours":{"row":[1700000000000,65535,"shop"],"fields":{"name":[1700000000000,65535,"shop"],"\\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n":[0,0,"\\u00E4"]},"latest":"{\\"v\\":1,\\"row\\":{\\"null\\":null,\\"bool\\":true,\\"int\\":{\\"int\\":\\"-9223372036854775808\\"},\\"decimal\\":{\\"decimal\\":\\"-1234567890.05\\"},\\"real\\":{\\"real\\":\\"NaN\\"},\\"text\\":\\"\\\\u00E4\\\\u0000\\\\uD800 ''quoted'' \\\\\\\\ \\\\n\\",\\"bytes\\":{\\"bytes\\":\\"AP8n\\"},\\"date\\":{\\"date\\":\\"-999999999-01-01\\"},\\"time\\":{\\"time\\":\\"23:59:59.999999999\\"},\\"timestamp\\":{\\"timestamp\\":\\"+999999999-12-31T23:59:59.999999999\\"},\\"instant\\":{\\"instant\\":\\"-1000000000-01-01T00:00:00Z\\"},\\"uuid\\":{\\"uuid\\":\\"00000000-0000-0001-ffff-ffffffffffff\\"},\\"json\\":{\\"json\\":\\"{\\\\\\"a\\\\\\":[1.5,null,\\\\\\"\\\\u00E4\\\\\\"]}\\"},\\"items\\":{\\"items\\":[null,1]},\\"struct\\":{\\"struct\\":{\\"\\":\\"1\\"}},\\"other\\":{\\"other\\":{\\"type\\":\\"interval\\",\\"text\\":\\"1 mon\\"}},\\"\\\\u00E4\\\\u0000\\\\uD800 ''quoted'' \\\\\\\\ \\\\n\\":1}}","goneAfter":"0/16B3748"},"theirs":{"row":[0,0,"\\u00E4"],"fields":{},"latest":null,"goneAfter":"{\\"gtid\\":\\"1-2\\"}"}},"since":9}', E'{"v":1,"row":[1700000000000,65535,"shop"],"fields":{"name":[1700000000000,65535,"shop"],"\\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n":[0,0,"\\u00E4"]}}');
INSERT INTO pair (flow, row_hash, id, base, ours_seen, ours_read, ours_owed, theirs_seen, theirs_read, theirs_owed, review, times) OVERRIDING SYSTEM VALUE VALUES ('flow_sync_a', E'\\x0ca7507ad6c988fd51340d3ca077b5113d5fca38efb4c1623db8f151a3482ee4', '{"v":1,"rowId":{"collection":"public.users","key":[1]}}', E'{"v":1,"image":{"whole":{"null":null,"bool":true,"int":{"int":"-9223372036854775808"},"decimal":{"decimal":"-1234567890.05"},"real":{"real":"NaN"},"text":"\\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n","bytes":{"bytes":"AP8n"},"date":{"date":"-999999999-01-01"},"time":{"time":"23:59:59.999999999"},"timestamp":{"timestamp":"+999999999-12-31T23:59:59.999999999"},"instant":{"instant":"-1000000000-01-01T00:00:00Z"},"uuid":{"uuid":"00000000-0000-0001-ffff-ffffffffffff"},"json":{"json":"{\\"a\\":[1.5,null,\\"\\u00E4\\"]}"},"items":{"items":[null,1]},"struct":{"struct":{"":"1"}},"other":{"other":{"type":"interval","text":"1 mon"}},"\\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n":1}}}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO pair (flow, row_hash, id, base, ours_seen, ours_read, ours_owed, theirs_seen, theirs_read, theirs_owed, review, times) OVERRIDING SYSTEM VALUE VALUES ('flow_sync_a', E'\\xc3ed4ae41dc15eee40666c649339966495bef52a5fe96f89ae76ff2407b797c0', '{"v":1,"rowId":{"collection":"public.users","key":[4]}}', NULL, E'{"v":1,"image":{"whole":{"null":null,"bool":true,"int":{"int":"-9223372036854775808"},"decimal":{"decimal":"-1234567890.05"},"real":{"real":"NaN"},"text":"\\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n","bytes":{"bytes":"AP8n"},"date":{"date":"-999999999-01-01"},"time":{"time":"23:59:59.999999999"},"timestamp":{"timestamp":"+999999999-12-31T23:59:59.999999999"},"instant":{"instant":"-1000000000-01-01T00:00:00Z"},"uuid":{"uuid":"00000000-0000-0001-ffff-ffffffffffff"},"json":{"json":"{\\"a\\":[1.5,null,\\"\\u00E4\\"]}"},"items":{"items":[null,1]},"struct":{"struct":{"":"1"}},"other":{"other":{"type":"interval","text":"1 mon"}},"\\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n":1}}}', '8', NULL, '{"v":1,"image":"absent"}', NULL, NULL, NULL, NULL);
INSERT INTO pair (flow, row_hash, id, base, ours_seen, ours_read, ours_owed, theirs_seen, theirs_read, theirs_owed, review, times) OVERRIDING SYSTEM VALUE VALUES ('flow_sync_a', E'\\xcb23518c1b9de45309535942ad4aaa82d83f97fd85009a33f4199fd2bbb8c67f', '{"v":1,"rowId":{"collection":"public.users","key":[2]}}', E'{"v":1,"image":{"whole":{"null":null,"bool":true,"int":{"int":"-9223372036854775808"},"decimal":{"decimal":"-1234567890.05"},"real":{"real":"NaN"},"text":"\\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n","bytes":{"bytes":"AP8n"},"date":{"date":"-999999999-01-01"},"time":{"time":"23:59:59.999999999"},"timestamp":{"timestamp":"+999999999-12-31T23:59:59.999999999"},"instant":{"instant":"-1000000000-01-01T00:00:00Z"},"uuid":{"uuid":"00000000-0000-0001-ffff-ffffffffffff"},"json":{"json":"{\\"a\\":[1.5,null,\\"\\u00E4\\"]}"},"items":{"items":[null,1]},"struct":{"struct":{"":"1"}},"other":{"other":{"type":"interval","text":"1 mon"}},"\\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n":1}}}', NULL, '7', NULL, '{"v":1,"image":{"whole":{"name":"before"}}}', NULL, '{"v":1,"round":5,"place":0,"fields":["name"]}', NULL, NULL);
DELETE FROM dirty;
INSERT INTO dirty (flow, row_hash, dirt) OVERRIDING SYSTEM VALUE VALUES ('flow_sync_a', E'\\x00f3a5254d89e7343231cc393fca6689484371066add05bfab561841498c0b64', E'{"v":1,"id":"{\\"v\\":1,\\"rowId\\":{\\"collection\\":\\"public.users\\",\\"key\\":[3]}}","tries":3,"ours":{"row":[1700000000000,65535,"shop"],"fields":{"name":[1700000000000,65535,"shop"],"\\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n":[0,0,"\\u00E4"]},"latest":"{\\"v\\":1,\\"row\\":{\\"null\\":null,\\"bool\\":true,\\"int\\":{\\"int\\":\\"-9223372036854775808\\"},\\"decimal\\":{\\"decimal\\":\\"-1234567890.05\\"},\\"real\\":{\\"real\\":\\"NaN\\"},\\"text\\":\\"\\\\u00E4\\\\u0000\\\\uD800 ''quoted'' \\\\\\\\ \\\\n\\",\\"bytes\\":{\\"bytes\\":\\"AP8n\\"},\\"date\\":{\\"date\\":\\"-999999999-01-01\\"},\\"time\\":{\\"time\\":\\"23:59:59.999999999\\"},\\"timestamp\\":{\\"timestamp\\":\\"+999999999-12-31T23:59:59.999999999\\"},\\"instant\\":{\\"instant\\":\\"-1000000000-01-01T00:00:00Z\\"},\\"uuid\\":{\\"uuid\\":\\"00000000-0000-0001-ffff-ffffffffffff\\"},\\"json\\":{\\"json\\":\\"{\\\\\\"a\\\\\\":[1.5,null,\\\\\\"\\\\u00E4\\\\\\"]}\\"},\\"items\\":{\\"items\\":[null,1]},\\"struct\\":{\\"struct\\":{\\"\\":\\"1\\"}},\\"other\\":{\\"other\\":{\\"type\\":\\"interval\\",\\"text\\":\\"1 mon\\"}},\\"\\\\u00E4\\\\u0000\\\\uD800 ''quoted'' \\\\\\\\ \\\\n\\":1}}","goneAfter":"0/16B3748"},"theirs":{"row":[0,0,"\\u00E4"],"fields":{},"latest":null,"goneAfter":"{\\"gtid\\":\\"1-2\\"}"}}');
INSERT INTO dirty (flow, row_hash, dirt) OVERRIDING SYSTEM VALUE VALUES ('flow_sync_a', E'\\xcb23518c1b9de45309535942ad4aaa82d83f97fd85009a33f4199fd2bbb8c67f', E'{"v":1,"id":"{\\"v\\":1,\\"rowId\\":{\\"collection\\":\\"public.users\\",\\"key\\":[2]}}","tries":0,"ours":null,"theirs":null}');
DELETE FROM two_way;
INSERT INTO two_way (flow, round, ours, theirs) OVERRIDING SYSTEM VALUE VALUES ('flow_sync_a', '5', '0/16B3748', '1-2');
DELETE FROM episode;
INSERT INTO episode (number, flow, row_hash, before, ours, theirs, after, why) OVERRIDING SYSTEM VALUE VALUES ('1', 'flow_sync_a', E'\\x0ca7507ad6c988fd51340d3ca077b5113d5fca38efb4c1623db8f151a3482ee4', '{"v":1,"image":"absent"}', E'{"v":1,"image":{"whole":{"null":null,"bool":true,"int":{"int":"-9223372036854775808"},"decimal":{"decimal":"-1234567890.05"},"real":{"real":"NaN"},"text":"\\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n","bytes":{"bytes":"AP8n"},"date":{"date":"-999999999-01-01"},"time":{"time":"23:59:59.999999999"},"timestamp":{"timestamp":"+999999999-12-31T23:59:59.999999999"},"instant":{"instant":"-1000000000-01-01T00:00:00Z"},"uuid":{"uuid":"00000000-0000-0001-ffff-ffffffffffff"},"json":{"json":"{\\"a\\":[1.5,null,\\"\\u00E4\\"]}"},"items":{"items":[null,1]},"struct":{"struct":{"":"1"}},"other":{"other":{"type":"interval","text":"1 mon"}},"\\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n":1}}}', '{"v":1,"image":{"partial":{"name":null}}}', '{"v":1,"image":{"whole":{"name":"after 5"}}}', E'{"v":1,"round":5,"origins":{"a":"OURS","b":"THEIRS","\\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n":"BOTH"},"settled":[{"kind":"CONCURRENT_UPDATE","path":"","base":"{\\"v\\":1,\\"value\\":null}","ours":"{\\"v\\":1,\\"value\\":true}","theirs":"{\\"v\\":1,\\"value\\":{\\"int\\":\\"-9223372036854775808\\"}}","result":"{\\"v\\":1,\\"value\\":{\\"decimal\\":\\"-1234567890.05\\"}}","rule":"newest","confidence":"0.1","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"UPDATE_DELETE","path":"doc.part","base":null,"ours":"{\\"v\\":1,\\"value\\":{\\"int\\":\\"-9223372036854775808\\"}}","theirs":"{\\"v\\":1,\\"value\\":{\\"decimal\\":\\"-1234567890.05\\"}}","result":"{\\"v\\":1,\\"value\\":{\\"real\\":\\"NaN\\"}}","rule":"newest","confidence":"0.1","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"INSERT_INSERT","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"int\\":\\"-9223372036854775808\\"}}","ours":null,"theirs":"{\\"v\\":1,\\"value\\":{\\"real\\":\\"NaN\\"}}","result":"{\\"v\\":1,\\"value\\":\\"\\\\u00E4\\\\u0000\\\\uD800 ''quoted'' \\\\\\\\ \\\\n\\"}","rule":"newest","confidence":"0.1","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"UNIQUE","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"decimal\\":\\"-1234567890.05\\"}}","ours":"{\\"v\\":1,\\"value\\":{\\"real\\":\\"NaN\\"}}","theirs":null,"result":"{\\"v\\":1,\\"value\\":{\\"bytes\\":\\"AP8n\\"}}","rule":"newest","confidence":"0.1","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"FOREIGN_KEY","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"real\\":\\"NaN\\"}}","ours":"{\\"v\\":1,\\"value\\":\\"\\\\u00E4\\\\u0000\\\\uD800 ''quoted'' \\\\\\\\ \\\\n\\"}","theirs":"{\\"v\\":1,\\"value\\":{\\"bytes\\":\\"AP8n\\"}}","result":null,"rule":"newest","confidence":"0.1","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"SCHEMA_MISMATCH","path":"doc.part","base":"{\\"v\\":1,\\"value\\":\\"\\\\u00E4\\\\u0000\\\\uD800 ''quoted'' \\\\\\\\ \\\\n\\"}","ours":"{\\"v\\":1,\\"value\\":{\\"bytes\\":\\"AP8n\\"}}","theirs":"{\\"v\\":1,\\"value\\":{\\"date\\":\\"-999999999-01-01\\"}}","result":"{\\"v\\":1,\\"value\\":{\\"time\\":\\"23:59:59.999999999\\"}}","rule":"newest","confidence":"0.1","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"BUSINESS_RULE_VIOLATION","path":"doc.part","base":null,"ours":"{\\"v\\":1,\\"value\\":{\\"date\\":\\"-999999999-01-01\\"}}","theirs":"{\\"v\\":1,\\"value\\":{\\"time\\":\\"23:59:59.999999999\\"}}","result":"{\\"v\\":1,\\"value\\":{\\"timestamp\\":\\"+999999999-12-31T23:59:59.999999999\\"}}","rule":"newest","confidence":"0.1","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"CONCURRENT_UPDATE","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"date\\":\\"-999999999-01-01\\"}}","ours":null,"theirs":"{\\"v\\":1,\\"value\\":{\\"timestamp\\":\\"+999999999-12-31T23:59:59.999999999\\"}}","result":"{\\"v\\":1,\\"value\\":{\\"instant\\":\\"-1000000000-01-01T00:00:00Z\\"}}","rule":"newest","confidence":"0.1","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"UPDATE_DELETE","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"time\\":\\"23:59:59.999999999\\"}}","ours":"{\\"v\\":1,\\"value\\":{\\"timestamp\\":\\"+999999999-12-31T23:59:59.999999999\\"}}","theirs":null,"result":"{\\"v\\":1,\\"value\\":{\\"uuid\\":\\"00000000-0000-0001-ffff-ffffffffffff\\"}}","rule":"newest","confidence":"0.1","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"INSERT_INSERT","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"timestamp\\":\\"+999999999-12-31T23:59:59.999999999\\"}}","ours":"{\\"v\\":1,\\"value\\":{\\"instant\\":\\"-1000000000-01-01T00:00:00Z\\"}}","theirs":"{\\"v\\":1,\\"value\\":{\\"uuid\\":\\"00000000-0000-0001-ffff-ffffffffffff\\"}}","result":null,"rule":"newest","confidence":"0.1","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"UNIQUE","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"instant\\":\\"-1000000000-01-01T00:00:00Z\\"}}","ours":"{\\"v\\":1,\\"value\\":{\\"uuid\\":\\"00000000-0000-0001-ffff-ffffffffffff\\"}}","theirs":"{\\"v\\":1,\\"value\\":{\\"json\\":\\"{\\\\\\"a\\\\\\":[1.5,null,\\\\\\"\\u00E4\\\\\\"]}\\"}}","result":"{\\"v\\":1,\\"value\\":{\\"items\\":[null,1]}}","rule":"newest","confidence":"0.1","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"FOREIGN_KEY","path":"doc.part","base":null,"ours":"{\\"v\\":1,\\"value\\":{\\"json\\":\\"{\\\\\\"a\\\\\\":[1.5,null,\\\\\\"\\u00E4\\\\\\"]}\\"}}","theirs":"{\\"v\\":1,\\"value\\":{\\"items\\":[null,1]}}","result":"{\\"v\\":1,\\"value\\":{\\"struct\\":{\\"\\":\\"1\\"}}}","rule":"newest","confidence":"0.1","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"SCHEMA_MISMATCH","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"json\\":\\"{\\\\\\"a\\\\\\":[1.5,null,\\\\\\"\\u00E4\\\\\\"]}\\"}}","ours":null,"theirs":"{\\"v\\":1,\\"value\\":{\\"struct\\":{\\"\\":\\"1\\"}}}","result":"{\\"v\\":1,\\"value\\":{\\"other\\":{\\"type\\":\\"interval\\",\\"text\\":\\"1 mon\\"}}}","rule":"newest","confidence":"0.1","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"BUSINESS_RULE_VIOLATION","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"items\\":[null,1]}}","ours":"{\\"v\\":1,\\"value\\":{\\"struct\\":{\\"\\":\\"1\\"}}}","theirs":null,"result":"{\\"v\\":1,\\"value\\":1}","rule":"newest","confidence":"0.1","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"CONCURRENT_UPDATE","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"struct\\":{\\"\\":\\"1\\"}}}","ours":"{\\"v\\":1,\\"value\\":{\\"other\\":{\\"type\\":\\"interval\\",\\"text\\":\\"1 mon\\"}}}","theirs":"{\\"v\\":1,\\"value\\":1}","result":null,"rule":"newest","confidence":"0.1","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"UPDATE_DELETE","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"other\\":{\\"type\\":\\"interval\\",\\"text\\":\\"1 mon\\"}}}","ours":"{\\"v\\":1,\\"value\\":1}","theirs":"{\\"v\\":1,\\"value\\":null}","result":"{\\"v\\":1,\\"value\\":true}","rule":"newest","confidence":"0.1","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"INSERT_INSERT","path":"doc.part","base":null,"ours":"{\\"v\\":1,\\"value\\":null}","theirs":"{\\"v\\":1,\\"value\\":true}","result":"{\\"v\\":1,\\"value\\":{\\"int\\":\\"-9223372036854775808\\"}}","rule":"newest","confidence":"0.1","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"}],"conflicts":[{"kind":"CONCURRENT_UPDATE","path":"","base":"{\\"v\\":1,\\"value\\":null}","ours":"{\\"v\\":1,\\"value\\":true}","theirs":"{\\"v\\":1,\\"value\\":{\\"int\\":\\"-9223372036854775808\\"}}","proposal":"{\\"v\\":1,\\"value\\":{\\"decimal\\":\\"-1234567890.05\\"}}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"UPDATE_DELETE","path":"doc.part","base":null,"ours":"{\\"v\\":1,\\"value\\":{\\"int\\":\\"-9223372036854775808\\"}}","theirs":"{\\"v\\":1,\\"value\\":{\\"decimal\\":\\"-1234567890.05\\"}}","proposal":"{\\"v\\":1,\\"value\\":{\\"real\\":\\"NaN\\"}}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"INSERT_INSERT","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"int\\":\\"-9223372036854775808\\"}}","ours":null,"theirs":"{\\"v\\":1,\\"value\\":{\\"real\\":\\"NaN\\"}}","proposal":"{\\"v\\":1,\\"value\\":\\"\\\\u00E4\\\\u0000\\\\uD800 ''quoted'' \\\\\\\\ \\\\n\\"}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"UNIQUE","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"decimal\\":\\"-1234567890.05\\"}}","ours":"{\\"v\\":1,\\"value\\":{\\"real\\":\\"NaN\\"}}","theirs":null,"proposal":"{\\"v\\":1,\\"value\\":{\\"bytes\\":\\"AP8n\\"}}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"FOREIGN_KEY","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"real\\":\\"NaN\\"}}","ours":"{\\"v\\":1,\\"value\\":\\"\\\\u00E4\\\\u0000\\\\uD800 ''quoted'' \\\\\\\\ \\\\n\\"}","theirs":"{\\"v\\":1,\\"value\\":{\\"bytes\\":\\"AP8n\\"}}","proposal":null,"rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"SCHEMA_MISMATCH","path":"doc.part","base":"{\\"v\\":1,\\"value\\":\\"\\\\u00E4\\\\u0000\\\\uD800 ''quoted'' \\\\\\\\ \\\\n\\"}","ours":"{\\"v\\":1,\\"value\\":{\\"bytes\\":\\"AP8n\\"}}","theirs":"{\\"v\\":1,\\"value\\":{\\"date\\":\\"-999999999-01-01\\"}}","proposal":"{\\"v\\":1,\\"value\\":{\\"time\\":\\"23:59:59.999999999\\"}}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"BUSINESS_RULE_VIOLATION","path":"doc.part","base":null,"ours":"{\\"v\\":1,\\"value\\":{\\"date\\":\\"-999999999-01-01\\"}}","theirs":"{\\"v\\":1,\\"value\\":{\\"time\\":\\"23:59:59.999999999\\"}}","proposal":"{\\"v\\":1,\\"value\\":{\\"timestamp\\":\\"+999999999-12-31T23:59:59.999999999\\"}}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"CONCURRENT_UPDATE","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"date\\":\\"-999999999-01-01\\"}}","ours":null,"theirs":"{\\"v\\":1,\\"value\\":{\\"timestamp\\":\\"+999999999-12-31T23:59:59.999999999\\"}}","proposal":"{\\"v\\":1,\\"value\\":{\\"instant\\":\\"-1000000000-01-01T00:00:00Z\\"}}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"UPDATE_DELETE","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"time\\":\\"23:59:59.999999999\\"}}","ours":"{\\"v\\":1,\\"value\\":{\\"timestamp\\":\\"+999999999-12-31T23:59:59.999999999\\"}}","theirs":null,"proposal":"{\\"v\\":1,\\"value\\":{\\"uuid\\":\\"00000000-0000-0001-ffff-ffffffffffff\\"}}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"INSERT_INSERT","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"timestamp\\":\\"+999999999-12-31T23:59:59.999999999\\"}}","ours":"{\\"v\\":1,\\"value\\":{\\"instant\\":\\"-1000000000-01-01T00:00:00Z\\"}}","theirs":"{\\"v\\":1,\\"value\\":{\\"uuid\\":\\"00000000-0000-0001-ffff-ffffffffffff\\"}}","proposal":null,"rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"UNIQUE","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"instant\\":\\"-1000000000-01-01T00:00:00Z\\"}}","ours":"{\\"v\\":1,\\"value\\":{\\"uuid\\":\\"00000000-0000-0001-ffff-ffffffffffff\\"}}","theirs":"{\\"v\\":1,\\"value\\":{\\"json\\":\\"{\\\\\\"a\\\\\\":[1.5,null,\\\\\\"\\u00E4\\\\\\"]}\\"}}","proposal":"{\\"v\\":1,\\"value\\":{\\"items\\":[null,1]}}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"FOREIGN_KEY","path":"doc.part","base":null,"ours":"{\\"v\\":1,\\"value\\":{\\"json\\":\\"{\\\\\\"a\\\\\\":[1.5,null,\\\\\\"\\u00E4\\\\\\"]}\\"}}","theirs":"{\\"v\\":1,\\"value\\":{\\"items\\":[null,1]}}","proposal":"{\\"v\\":1,\\"value\\":{\\"struct\\":{\\"\\":\\"1\\"}}}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"SCHEMA_MISMATCH","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"json\\":\\"{\\\\\\"a\\\\\\":[1.5,null,\\\\\\"\\u00E4\\\\\\"]}\\"}}","ours":null,"theirs":"{\\"v\\":1,\\"value\\":{\\"struct\\":{\\"\\":\\"1\\"}}}","proposal":"{\\"v\\":1,\\"value\\":{\\"other\\":{\\"type\\":\\"interval\\",\\"text\\":\\"1 mon\\"}}}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"BUSINESS_RULE_VIOLATION","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"items\\":[null,1]}}","ours":"{\\"v\\":1,\\"value\\":{\\"struct\\":{\\"\\":\\"1\\"}}}","theirs":null,"proposal":"{\\"v\\":1,\\"value\\":1}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"CONCURRENT_UPDATE","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"struct\\":{\\"\\":\\"1\\"}}}","ours":"{\\"v\\":1,\\"value\\":{\\"other\\":{\\"type\\":\\"interval\\",\\"text\\":\\"1 mon\\"}}}","theirs":"{\\"v\\":1,\\"value\\":1}","proposal":null,"rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"UPDATE_DELETE","path":"doc.part","base":"{\\"v\\":1,\\"value\\":{\\"other\\":{\\"type\\":\\"interval\\",\\"text\\":\\"1 mon\\"}}}","ours":"{\\"v\\":1,\\"value\\":1}","theirs":"{\\"v\\":1,\\"value\\":null}","proposal":"{\\"v\\":1,\\"value\\":true}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"},{"kind":"INSERT_INSERT","path":"doc.part","base":null,"ours":"{\\"v\\":1,\\"value\\":null}","theirs":"{\\"v\\":1,\\"value\\":true}","proposal":"{\\"v\\":1,\\"value\\":{\\"int\\":\\"-9223372036854775808\\"}}","rule":"newest","because":"Because \\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n"}],"by":"\\u00E4\\u0000\\uD800 ''quoted'' \\\\ \\n","millis":1700000000005}');
ALTER TABLE api_key ALTER number RESTART WITH 3;
ALTER TABLE episode ALTER number RESTART WITH 2;
ALTER TABLE execution ALTER number RESTART WITH 4;
ALTER TABLE leftover ALTER id RESTART WITH 2;
ALTER TABLE parked ALTER id RESTART WITH 4;
ALTER TABLE sync ALTER number RESTART WITH 4;
RESET search_path;
