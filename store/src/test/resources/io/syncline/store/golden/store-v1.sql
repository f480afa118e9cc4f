-- A store as its version left it; never to be changed.
-- The API key in it: syn_XSheTkTM7On1_4w90gLMy9tsnOfUQvCCCAqQQKLWXxJShrzdSdISZmOg
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
    state            text    NOT NULL,
    started_millis   bigint  NOT NULL,
    completed_millis bigint  NOT NULL,
    processed        bigint  NOT NULL,
    synced           bigint  NOT NULL,
    parked           bigint  NOT NULL,
    problem          text
);
CREATE INDEX execution_by_sync ON execution (sync_id, number);

CREATE TABLE flow (
    name    text   PRIMARY KEY,
    sync_id text   NOT NULL REFERENCES sync ON DELETE CASCADE,
    epoch   bigint NOT NULL
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
INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) OVERRIDING SYSTEM VALUE VALUES ('0', NULL, '<< Flyway Schema Creation >>', 'SCHEMA', '"syncline"', NULL, 'syncline', '2026-11-21 16:48:19.117876', '0', 'true');
INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) OVERRIDING SYSTEM VALUE VALUES ('1', '1', 'first', 'SQL', 'V1__first.sql', '37021953', 'syncline', '2026-11-21 16:48:19.166585', '237', 'true');
DELETE FROM probe;
INSERT INTO probe (one, sealed) OVERRIDING SYSTEM VALUE VALUES ('true', 's1:92ffa515:IVQl0Fa2s4QhlrH+K/rxRX3iQtI9M+nujNlgrK2CREk5jFGAlxHGUDfVnsRHMRFWD/0ntlPaxAbyqCTkA+la3ANsTQq4emK335bn830IWDZqUSFHLd6AoJg9K3H6f0w5MkWpeu2UbfCIySISgUYJT1+wDwlxods=');
DELETE FROM sync;
INSERT INTO sync (id, number, term, definition, state, problem) OVERRIDING SYSTEM VALUE VALUES ('sync_a', '1', '1', E'{"v":1,"id":"sync_a","name":"Users \\u00E4\\u0000\\uD800","direction":"ONE_WAY","mode":"SCHEDULED","source":{"name":"shop","type":"postgresql","settings":{"empty":"s1:92ffa515:IUoSxUKOTnOgIKU1usY8jEKsH15RrweLVPhENPKaUaUt6IxZjw7ZcwFyY3HdGeZBkHTWGOCKptDX3fPDjyjc+F9UznxMkKSnWWIfqNXYNXhRMe+GOcRwew==","password":"s1:92ffa515:0TpQYvBh0Ie3l1GJlQzQ5aNijI+60Js1uCs3AF8qwEROB9mJEnqGkZ+BXH+e6Fkgp0Zkzv73dzsyKrumu5YmKMNak+UtJXDZVaXQdNMK3vgy9BxUD7wxK7dBy8lJoWy8BKF2FCy2n6tZuf+OaLV26EFF5Vo=","url":"s1:92ffa515:QZz3UP37sPz21FSE40J3MzK4T2qpqTn0K/Uc9Mu97239fJMs0+L1iADH7JjhaIbRlMexyCx3G2fhqr+UNHFp8QG1E7BA1ob44/yJm5QoE/Uq+AyVr6NirJoyJhnvHfAoHZh6L8nuLWAzsajmxFACzhGl2XsVA9dsNQP3lBIV68FNkhOLcJcEqlmbZ0ThbCutSLLq"}},"destinations":[{"name":"copy","type":"mariadb","settings":{"password":"s1:92ffa515:8mpNfVRYQcvS1iDjqf2Bg9yx7O9sAjHyuEMtvMhqFU4pb72dBK5Lml0MzPVCaJiFspK6REC3+DF4FXL8hc9FSgrNmylyquu90fXKPt8dQrgTej8+paIWPDoqO16+nlT3q6EwsmrwmZzRwZmip1iiLhsirrE="}},{"name":"second","type":"postgresql","settings":{}}],"tables":["public.users","public.*"],"collections":["users"],"schedule":{"zone":"Europe/Vienna","cron":"30 2 * * *"},"retry":{"retriesMax":5,"backoff":"LINEAR","first":"PT0.001S","longest":"PT24H"},"workers":16,"existing":"ADOPT","createdMillis":1700000000000}', 'PAUSED', 'by a person');
INSERT INTO sync (id, number, term, definition, state, problem) OVERRIDING SYSTEM VALUE VALUES ('sync_b', '2', '1', '{"v":1,"id":"sync_b","name":"plain","direction":"ONE_WAY","mode":"REAL_TIME","source":{"name":"a","type":"postgresql","settings":{}},"destinations":[{"name":"b","type":"postgresql","settings":{}}],"tables":[],"collections":[],"schedule":null,"retry":{"retriesMax":-1,"backoff":"EXPONENTIAL","first":"PT0.2S","longest":"PT30S"},"workers":1,"existing":"REFUSE","createdMillis":0}', 'FAILED', 'the network''s');
DELETE FROM execution;
INSERT INTO execution (id, number, sync_id, everything, state, started_millis, completed_millis, processed, synced, parked, problem) OVERRIDING SYSTEM VALUE VALUES ('exec_2', '2', 'sync_a', 'true', 'FAILED', '10', '20', '51', '30', '40', 'words
of it');
INSERT INTO execution (id, number, sync_id, everything, state, started_millis, completed_millis, processed, synced, parked, problem) OVERRIDING SYSTEM VALUE VALUES ('exec_sync_a', '1', 'sync_a', 'true', 'FAILED', '10', '20', '50', '30', '40', 'words
of it');
DELETE FROM flow;
INSERT INTO flow (name, sync_id, epoch) OVERRIDING SYSTEM VALUE VALUES ('flow_sync_a', 'sync_a', '2');
INSERT INTO flow (name, sync_id, epoch) OVERRIDING SYSTEM VALUE VALUES ('flow_sync_a_1', 'sync_a', '1');
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
INSERT INTO api_key (id, name, hash, created_millis, expires_millis) OVERRIDING SYSTEM VALUE VALUES ('XSheTkTM7On1', 'Anna', E'\\x289bb7db3790dc2012c1e875d319e5a7d9eeb10505924952c651c66d32a66d0e', '1', NULL);
ALTER TABLE execution ALTER number RESTART WITH 4;
ALTER TABLE parked ALTER id RESTART WITH 4;
ALTER TABLE sync ALTER number RESTART WITH 4;
RESET search_path;
