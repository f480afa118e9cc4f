-- A store as its version left it; never to be changed.
-- The API key in it: syn_mokrDcotdpks_3b0c1WOTPasf4GfnGLmXND1ZQU1QUdqbt2ACDmyLNMr
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
INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) OVERRIDING SYSTEM VALUE VALUES ('0', NULL, '<< Flyway Schema Creation >>', 'SCHEMA', '"syncline"', NULL, 'syncline', '2026-11-21 22:47:10.467124', '0', 'true');
INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) OVERRIDING SYSTEM VALUE VALUES ('1', '1', 'first', 'SQL', 'V1__first.sql', '-864318122', 'syncline', '2026-11-21 22:47:10.524292', '45', 'true');
INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) OVERRIDING SYSTEM VALUE VALUES ('2', '2', 'agreed', 'SQL', 'V2__agreed.sql', '-412625325', 'syncline', '2026-11-21 22:47:10.593452', '3', 'true');
INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) OVERRIDING SYSTEM VALUE VALUES ('3', '3', 'flow notes', 'SQL', 'V3__flow_notes.sql', '1982223917', 'syncline', '2026-11-21 22:47:10.606403', '7', 'true');
DELETE FROM probe;
INSERT INTO probe (one, sealed) OVERRIDING SYSTEM VALUE VALUES ('true', 's1:92ffa515:XJ8ZkQAnhjACm+cEryjXg5erhI0uo1vH2AV1bIsDRwVW2Ts4V7BPJhaBDENwBUzWDLKX6/N3nT/jM6QDRzCSlkA+3zmMOmmno8CRGajv4TGJwJCCr4zIH13kLvVgBGJCYZNzYFrM+5GN5F00Ym2e42400a5Lkp4=');
DELETE FROM sync;
INSERT INTO sync (id, number, term, definition, state, problem) OVERRIDING SYSTEM VALUE VALUES ('sync_a', '1', '1', E'{"v":1,"id":"sync_a","name":"Users \\u00E4\\u0000\\uD800","direction":"ONE_WAY","mode":"SCHEDULED","source":{"name":"shop","type":"postgresql","settings":{"empty":"s1:92ffa515:UsdMA9kZ5deL/R5TXdSSCemjQEsnPh+Ih+AR7PAlzKuWvNOs7Fz+CRQ2SYUD8WemKlcN3SFXskVV9DWUMlZtTXzqIaRpMSYu2m2DY1zytvgk02327QDJNw==","password":"s1:92ffa515:MGKO+zD7awcrG4M8P0alkLDeGgz39i5jq+Vj1wkZv1GhPqlEXWxIHavmKAu6e0hpCCoKdYFXT7r5ELxs+QkVHMZQ/ahkX7leM8NJjGSSZ9VThu7VghzbN1+NggE1bexsbdh5sreKirGwgyhhcrbAskIjsIM=","url":"s1:92ffa515:DlEODEGG2ZGrdEP7fkrTlzNjLCuE3d7uwSQT5Ij/chPSFiRG+ysKCM4hHXuQdK99GMVlKBtEX9qUrN4rkRNwws2pNNCxdHQ5FvKxZzEVNhSKC3OZKC64fN7gHex6Mj2DQ2yU3MISnSXmyhx4QsaWUjCzZ9l81P5/fidkWJuifVbr/N5BlUWNn+Rjk/M4oYa63qn2"}},"destinations":[{"name":"copy","type":"mariadb","settings":{"password":"s1:92ffa515:0ctZ97Fs3mmvxx2vKgtEAU4l7ltEWbxljgg3GBBZG0HWi1XhAutfqosAPiuys6e53qF5z947JTfWNgnwesnxaWf/iI5oGVdREFF2n2vimohS1aADfVOELHPFG5FWCNTwDkRpaR4uN/ra0mdcRmLQVTw+Whc="}},{"name":"second","type":"postgresql","settings":{}}],"tables":["public.users","public.*"],"collections":["users"],"schedule":{"cron":"30 2 * * *","zone":"Europe/Vienna"},"retry":{"retriesMax":5,"backoff":"LINEAR","first":"PT0.001S","longest":"PT24H"},"workers":16,"existing":"ADOPT","checks":["schema"],"guards":{"deletes":[9223372036854775807,"0.5",1000,"PT1M","AS_DELETES"],"log":[34359738368,""],"reading":[9223372036854775807,9223372036854775807,[],[],"UTC"],"health":[5,"PT10M","PT10M","PT10S","PT1M"],"parking":[10000,"0.5","PT30S"],"lagTolerance":{}},"wording":{"type":null,"mode":null},"createdMillis":1700000000000}', 'PAUSED', 'by a person');
INSERT INTO sync (id, number, term, definition, state, problem) OVERRIDING SYSTEM VALUE VALUES ('sync_b', '2', '1', '{"v":1,"id":"sync_b","name":"plain","direction":"ONE_WAY","mode":"REAL_TIME","source":{"name":"a","type":"postgresql","settings":{}},"destinations":[{"name":"b","type":"postgresql","settings":{}}],"tables":[],"collections":[],"schedule":null,"retry":{"retriesMax":-1,"backoff":"EXPONENTIAL","first":"PT0.2S","longest":"PT30S"},"workers":1,"existing":"REFUSE","checks":["schema"],"guards":{"deletes":[9223372036854775807,"0.5",1000,"PT1M","AS_DELETES"],"log":[34359738368,""],"reading":[9223372036854775807,9223372036854775807,[],[],"UTC"],"health":[5,"PT10M","PT10M","PT10S","PT1M"],"parking":[10000,"0.5","PT30S"],"lagTolerance":{}},"wording":{"type":null,"mode":null},"createdMillis":0}', 'FAILED', 'the network''s');
DELETE FROM execution;
INSERT INTO execution (id, number, sync_id, everything, priority, workers, state, started_millis, completed_millis, processed, synced, parked, problem) OVERRIDING SYSTEM VALUE VALUES ('exec_2', '2', 'sync_a', 'true', 'NORMAL', '4', 'FAILED', '10', '20', '51', '30', '40', 'words
of it');
INSERT INTO execution (id, number, sync_id, everything, priority, workers, state, started_millis, completed_millis, processed, synced, parked, problem) OVERRIDING SYSTEM VALUE VALUES ('exec_sync_a', '1', 'sync_a', 'true', 'NORMAL', '4', 'FAILED', '10', '20', '50', '30', '40', 'words
of it');
DELETE FROM flow;
INSERT INTO flow (name, sync_id, epoch, sweep_due) OVERRIDING SYSTEM VALUE VALUES ('flow_sync_a', 'sync_a', '2', 'false');
INSERT INTO flow (name, sync_id, epoch, sweep_due) OVERRIDING SYSTEM VALUE VALUES ('flow_sync_a_1', 'sync_a', '1', 'false');
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
INSERT INTO api_key (id, name, hash, created_millis, expires_millis) OVERRIDING SYSTEM VALUE VALUES ('mokrDcotdpks', 'Anna', E'\\x2cbb9c6fc4081481f0d41af03959da685738e2b6b24fadd6216cbd5fdafa296b', '1', NULL);
DELETE FROM agreed;
INSERT INTO agreed (flow, collection, terms) OVERRIDING SYSTEM VALUE VALUES ('flow_sync_a_1', 'public.no key', E'{"v":1,"fields":[["\\u00E4\\u0000''","decimal 10,2?"]],"key":[],"standing":"TO_BE_SWEPT"}');
DELETE FROM flow_note;
INSERT INTO flow_note (flow, name, words) OVERRIDING SYSTEM VALUE VALUES ('flow_sync_a', 'source', E'{"text":"\\u00E4 ''quoted''\\n\\u0000"}');
ALTER TABLE execution ALTER number RESTART WITH 4;
ALTER TABLE parked ALTER id RESTART WITH 4;
ALTER TABLE sync ALTER number RESTART WITH 4;
RESET search_path;
