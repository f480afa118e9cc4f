-- A store as its version left it; never to be changed.
-- The API key in it: syn_sF1dbTnW9oKk_IpECzf33xLIQr5xs6aYZdsxQlB3dh237EUkh1Zkw9FK
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
INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) OVERRIDING SYSTEM VALUE VALUES ('0', NULL, '<< Flyway Schema Creation >>', 'SCHEMA', '"syncline"', NULL, 'syncline', '2026-11-21 23:34:14.198966', '0', 'true');
INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) OVERRIDING SYSTEM VALUE VALUES ('1', '1', 'first', 'SQL', 'V1__first.sql', '-864318122', 'syncline', '2026-11-21 23:34:14.45343', '215', 'true');
INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) OVERRIDING SYSTEM VALUE VALUES ('2', '2', 'agreed', 'SQL', 'V2__agreed.sql', '-412625325', 'syncline', '2026-11-21 23:34:14.704329', '5', 'true');
INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) OVERRIDING SYSTEM VALUE VALUES ('3', '3', 'flow notes', 'SQL', 'V3__flow_notes.sql', '1982223917', 'syncline', '2026-11-21 23:34:14.730475', '14', 'true');
INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) OVERRIDING SYSTEM VALUE VALUES ('4', '4', 'upkeep', 'SQL', 'V4__upkeep.sql', '765079183', 'syncline', '2026-11-21 23:34:14.778249', '26', 'true');
INSERT INTO schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) OVERRIDING SYSTEM VALUE VALUES ('5', '5', 'registry', 'SQL', 'V5__registry.sql', '1803100113', 'syncline', '2026-11-21 23:34:14.826589', '47', 'true');
DELETE FROM probe;
INSERT INTO probe (one, sealed, pepper, incarnation) OVERRIDING SYSTEM VALUE VALUES ('true', 's1:92ffa515:AcOkfP88J+FdDQ64AcIZIvWN6fbPtSBp0xX00lxwQhD8vBBLi0QLJ2yQ93vL+2U2PL0N/Je8AL92TmRF/p2GxnHqr/kIjV9a+yMPSF6CAcqSscncur4bP+R9QxPF8vqkU2IEg84obU5U/iAw8cbbJcTWfbdjFOI=', NULL, '0');
DELETE FROM sync;
INSERT INTO sync (id, number, term, definition, state, problem) OVERRIDING SYSTEM VALUE VALUES ('sync_a', '1', '1', E'{"v":1,"id":"sync_a","name":"Users \\u00E4\\u0000\\uD800","direction":"ONE_WAY","mode":"SCHEDULED","source":{"name":"shop","type":"postgresql","settings":{"empty":"s1:92ffa515:4+EQ/QUmbQibeFq9KdYatkIN49Jq8hRZyMTkgupgJOf0YRiCT1TAJ68HV2FBwUWGk/vTG+qNrOJ/M7ViSNpw1cHgVCnaSKQsIJt4sPXAkr8EjEd0ztXDIA==","password":"s1:92ffa515:g9y84qua/fUxlmfYacdWrHhVqGkC0DivywIq8PiHCZ2WAc/fMFxp4tE1NC9NRdFnMjVJOD3tAa2xRPByNtx+RS9rBTaSMKcyjrf6hizM/NYAEqPtx3VpivFdQ8YkMYHomhblcFURVq5caklvsVj0aTXQw1I=","url":"s1:92ffa515:QbXRAVNZh1Pf3Fj1C+C6MInXhWSTymNpNrnydTg9TV+Yx5RJwMwptm6PKD86aV6Iu14rT0ldWXSd8RrFkQi8iPoX2JtpcMOcKqKJW7RKmooF0o2Ef+GokwKy2OHp8klToxMM3Acc3cw7uiNSXzrBliAaZctHVi3D6OPgYrXIiRHQ5ORJ3UC/+FYIIupznZPzz7gT"}},"destinations":[{"name":"copy","type":"mariadb","settings":{"password":"s1:92ffa515:CWa3nu+PMV/gsl8N27bPGK+Anu1xBiI0YHWOwRqiFwD6spW5sweofwaG9WPu4JHowW3L8gVUKSZ7P8NI5M9niBvLLQuu+dxofS4Wvu58TbTi9vblRIbhDjy/leJCOv5CHc5aUIo5KbggQdN8UrLLNilJFMA="}},{"name":"second","type":"postgresql","settings":{}}],"tables":["public.users","public.*"],"collections":["users"],"schedule":{"cron":"30 2 * * *","zone":"Europe/Vienna"},"retry":{"retriesMax":5,"backoff":"LINEAR","first":"PT0.001S","longest":"PT24H"},"workers":16,"existing":"ADOPT","checks":["schema"],"guards":{"deletes":[9223372036854775807,"0.5",1000,"PT1M","AS_DELETES"],"log":[34359738368,""],"reading":[9223372036854775807,9223372036854775807,[],[],"UTC"],"health":[5,"PT10M","PT10M","PT10S","PT1M"],"parking":[10000,"0.5","PT30S"],"lagTolerance":{}},"shape":{"secret":null,"sides":[]},"wording":{"type":null,"mode":null},"createdMillis":1700000000000}', 'PAUSED', 'by a person');
INSERT INTO sync (id, number, term, definition, state, problem) OVERRIDING SYSTEM VALUE VALUES ('sync_b', '2', '1', '{"v":1,"id":"sync_b","name":"plain","direction":"ONE_WAY","mode":"REAL_TIME","source":{"name":"a","type":"postgresql","settings":{}},"destinations":[{"name":"b","type":"postgresql","settings":{}}],"tables":[],"collections":[],"schedule":null,"retry":{"retriesMax":-1,"backoff":"EXPONENTIAL","first":"PT0.2S","longest":"PT30S"},"workers":1,"existing":"REFUSE","checks":["schema"],"guards":{"deletes":[9223372036854775807,"0.5",1000,"PT1M","AS_DELETES"],"log":[34359738368,""],"reading":[9223372036854775807,9223372036854775807,[],[],"UTC"],"health":[5,"PT10M","PT10M","PT10S","PT1M"],"parking":[10000,"0.5","PT30S"],"lagTolerance":{}},"shape":{"secret":null,"sides":[]},"wording":{"type":null,"mode":null},"createdMillis":0}', 'FAILED', 'the network''s');
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
INSERT INTO api_key (id, name, hash, created_millis, expires_millis) OVERRIDING SYSTEM VALUE VALUES ('sF1dbTnW9oKk', 'Anna', E'\\x6f085241f22350051b57d10690ed29a6d0d8e3e5f44f51507f155fe859bb1f63', '1', NULL);
DELETE FROM agreed;
INSERT INTO agreed (flow, collection, terms) OVERRIDING SYSTEM VALUE VALUES ('flow_sync_a_1', 'public.no key', E'{"v":1,"fields":[["\\u00E4\\u0000''","decimal 10,2?"]],"key":[],"standing":"TO_BE_SWEPT"}');
DELETE FROM flow_note;
INSERT INTO flow_note (flow, name, words) OVERRIDING SYSTEM VALUE VALUES ('flow_sync_a', 'source', E'{"text":"\\u00E4 ''quoted''\\n\\u0000"}');
DELETE FROM identity;
INSERT INTO identity (one, mark) OVERRIDING SYSTEM VALUE VALUES ('true', 'cc3ff833');
DELETE FROM endpoint;
INSERT INTO endpoint (name, definition, changed_millis) OVERRIDING SYSTEM VALUE VALUES ('primary', '{"v":1,"type":"postgresql","settings":{"connection":"s1:92ffa515:U+Zmw6B84Q66EKezbNc087g6ZeyLZqjtdrQeVF3osO81R/aX6BWTgq4qhpMJo2wXCPPHudquMEvHSMjrwErdjEFCVoeektOKpQbpvQgahsPbkk6fuX95h7VcEh3kwf5ufSK8CWpu2XvoZiNu2JG72c1iyCnadHWc/w4lUr5osOgns1zwuboOMkC3RxYvoWJX","note":"s1:92ffa515:YsOfLniIg4omlW1mom1apcD146DQCbCKEz0Kfivim+r6k+kw9nMqcmLHpbDzTIGcgavIV3ib+0Cdm8EsvIy4XjG8HDObQ0KaAt9G0QefCuGJ7uty/uQ8WMwXmL9IXQ=="}}', '7');
DELETE FROM leftover;
INSERT INTO leftover (id, flow, endpoint, definition, reason) OVERRIDING SYSTEM VALUE VALUES ('1', 'sync_gone_0', 'copy', '{"v":1,"type":"postgresql","settings":{"connection":"s1:92ffa515:LOxSaCQGIzZ18AIQ0JRj1vUGtz+6tUX7IhnHUwvXJH4FVzjvbnSG+BcgZcitCIHvLBzWoFQhXmXnzH4SMduC/X6Xtmy9LVZ4dfiy5X3yAMi8yk+QJopK/qeA+9TTe3kh4FEU1/aGgTZyARyQDUPqF/RWquCVM44EKct9rU17ePf8iaZd+7QxA50blNEXoXUC","note":"s1:92ffa515:EXs8Cxd1OHslYPpFU7v7TCXm2s3cU4q1o7QkGtU8goEUaBFkj+1l6ZIQxQb3Dw3mVR0j9oiUZ1ESSJIsMiZlzF3WHrPugqtfA4Wh4ErDpwk8TpMsGVC03w=="}}', 'SYN-2001 ''x''');
ALTER TABLE execution ALTER number RESTART WITH 4;
ALTER TABLE leftover ALTER id RESTART WITH 2;
ALTER TABLE parked ALTER id RESTART WITH 4;
ALTER TABLE sync ALTER number RESTART WITH 4;
RESET search_path;
