package io.syncline.core.endpoint;

/**
 * Every problem a person can see. The reference page is made from these comments: what it means,
 * then what to do, after the first full stop. Numbers are never used twice (1024, 4001, 5008 and
 * 7002 are gone). Ranges: 1xxx configuration, 2xxx endpoints, 3xxx PostgreSQL, 4xxx MariaDB and
 * MySQL, 5xxx data, 6xxx engine and store, 7xxx security.
 */
public enum Code {
    /** The body is not JSON. Send one JSON object. */
    BAD_JSON(1001),
    /** A key that nobody knows. The message names the nearest known one. */
    UNKNOWN_KEY(1002),
    /** A required key is missing. Add it. */
    MISSING_KEY(1003),
    /** A value of the wrong type. The message says which is expected. */
    WRONG_TYPE(1004),
    /** A word that is none of the allowed ones. The message lists them. */
    UNKNOWN_WORD(1005),
    /** A number or size outside its range. The message says the range. */
    OUT_OF_RANGE(1006),
    /** No connector of this type. The message lists the types. */
    UNKNOWN_CONNECTOR(1007),
    /**
     * A connection that is not a URL this connector understands. Write it like the example in the
     * message.
     */
    BAD_CONNECTION(1008),
    /**
     * A cron expression that cannot be read. Five or six fields, UTC unless `timezone` is given.
     */
    BAD_SCHEDULE(1009),
    /** A time zone nobody knows. Use an IANA name such as Europe/Vienna. */
    BAD_TIME_ZONE(1010),
    /** A duration that cannot be read. Write 30s, 5m, 1h30m or milliseconds. */
    BAD_DURATION(1011),
    /** The endpoint cannot do what its role demands. The message names the capability. */
    CAPABILITY_MISSING(1012),
    /** Type and mode contradict each other. The message says which pairs go together. */
    IMPOSSIBLE_PAIR(1013),
    /** Understood, but not built yet. Remove the key. */
    NOT_BUILT(1014),
    /** A table that does not exist at the source. The message lists near ones. */
    UNKNOWN_COLLECTION(1015),
    /**
     * The number of tables and of collections differ, so they cannot be paired. Name as many
     * collections as tables, or none for the same names.
     */
    PAIRING(1016),
    /**
     * Source and destination are the same place. Give the destination another database or server.
     */
    SAME_PLACE(1017),
    /** A name that is already used or cannot be one. Choose another. */
    BAD_NAME(1018),
    /** There is no such sync, or not any more. List them at `/api/v1/sync`. */
    UNKNOWN_SYNC(1019),
    /** There is no such execution. The status of the sync names the latest. */
    UNKNOWN_EXECUTION(1020),
    /** The sync is not in a state for this. The message says what to do first. */
    WRONG_STATE(1021),
    /** There is no such parked row: it may be settled by now. List the rows that are. */
    UNKNOWN_PARKED(1022),
    /**
     * An environment variable or file named in the configuration does not exist. Set it for the
     * process of the server, or correct the name.
     */
    MISSING_REFERENCE(1023),
    /**
     * A reference to an environment variable or file that configurations may not refer to. Name the
     * variable SYNCLINE_SECRET_..., or put the file into the folder of `--secrets`.
     */
    CLOSED_REFERENCE(1025),
    /**
     * The sync has just been started and has not looked at its tables yet, or cannot reach them.
     * Ask again in a moment; the sync's status says what it waits for.
     */
    OPENING(1026),
    /** A rule names a field that the table does not have. The message lists the fields. */
    UNKNOWN_FIELD(1040),
    /** Two fields would come to the same name. Rename one of them, or drop it. */
    FIELD_TWICE(1041),
    /**
     * A rule of a key that rows could not be found by any more. Rename the field, give it a
     * function that has an inverse, or leave it alone.
     */
    KEY_RULE(1042),
    /** No function of this name. The message lists them. */
    UNKNOWN_FUNCTION(1043),
    /**
     * A function, mask or validator that does not take fields of this type. The message says which
     * it takes.
     */
    WRONG_FIELD_TYPE(1044),
    /**
     * An argument that a function, mask or validator does not take. The message says what is wrong.
     */
    BAD_ARGUMENT(1045),
    /** No mask of this name. The message lists them. */
    UNKNOWN_MASK(1046),
    /** No validator of this name. The message lists them. */
    UNKNOWN_VALIDATOR(1047),
    /** A filter or rule that cannot be read, or does not fit the table. The message says where. */
    BAD_CONDITION(1048),
    /** A destination asks for a filter that `filters` does not define. The message lists them. */
    UNKNOWN_FILTER(1049),
    /** A table without a key, whose fields can be renamed at most. Give the table a primary key. */
    KEYLESS_RULE(1050),
    /**
     * A rule that a two-way sync cannot keep from both ends. The message says which end cannot, and
     * why. Change the rule, or map the field it looks at so that it leads back.
     */
    NOT_BOTH_WAYS(1051),
    /**
     * A sync that keeps transactions whole cannot do so between these ends or for this table. Leave
     * the table out, or leave `apply` at `by_key`.
     */
    NOT_TRANSACTIONAL(1110),
    /**
     * Something that cannot be kept equal in both directions. The message says what: give the table
     * a primary key, change the mapping, or make the sync one-way.
     */
    NOT_TWO_WAY(1120),
    /**
     * Both ends of a two-way sync give out keys of a table by themselves. Give them keys that never
     * meet, such as odd and even ones, or let only one of them make rows.
     */
    KEYS_GENERATED_TWICE(1123),
    /**
     * Both ends have rows of a linked table, and nothing says which of them are the same ones, so
     * that each will be at both ends twice. Name the fields by which they are to be matched.
     */
    ROWS_DOUBLED(1125),
    /**
     * The sync would close a circle with others, so that an edit came back to where it was made.
     * The message says the way. Leave a table out, or keep the databases equal by one two-way sync
     * of which one is the centre.
     */
    CIRCLE(1122),
    /** There is no such conflict, or not any more. List those that wait. */
    UNKNOWN_CONFLICT(1130),
    /**
     * The row is not what was shown when this was decided, or somebody has decided it since. The
     * answer says what is there now: look at it and decide again.
     */
    STALE_DECISION(1131),
    /** A decision that cannot be done. The message says why. */
    IMPOSSIBLE_DECISION(1132),
    /**
     * The sync knows no such row, or no such version of it. Look at the table's name and the key.
     */
    UNKNOWN_VERSION(1133),
    /**
     * A soft-delete or version column that cannot be what the configuration says it is. The message
     * says why: name another column, or change its type or the mapping.
     */
    CONVENTION(1124),
    /** A rule for conflicts that cannot be used. The message says why. */
    CONFLICT_RULE(1121),
    /**
     * The source's tables have changed in a way that the sync leaves to a person: the message says
     * how. Resume the sync to follow the change, or set `schema_changes` to another word first.
     */
    SCHEMA_CHANGED(1090),
    /** A part of a sync that cannot be changed while it is kept. Make another sync. */
    FIXED(1091),
    /**
     * After a copy more rows would be deleted at the destination than `guards` allow. Look at the
     * source; resume the sync to let them go.
     */
    TOO_MANY_DELETES(1092),
    /** A size that cannot be read. Write 512MB, 32GB or bytes. */
    BAD_SIZE(1080),
    /**
     * A time of the week that cannot be read. Write `mon-fri 22:00-06:00`, `sat,sun 00:00-24:00` or
     * `01:30-05:00`.
     */
    BAD_WINDOW(1081),
    /** A share that cannot be read. Write `20%`, a number of rows, or `off`. */
    BAD_LIMIT(1082),

    /** There is no endpoint of this name. The message lists those there are. */
    UNKNOWN_ENDPOINT(1070),
    /** The endpoint is used by syncs. Delete them first, or give them another endpoint. */
    ENDPOINT_IN_USE(1071),
    /**
     * The changed connection leads to a database that does not have what the syncs with this
     * endpoint have made: rows would be missing there for good. Make an endpoint of another name
     * for it; if it is the same database at another address, correct the connection.
     */
    ENDPOINT_ELSEWHERE(1072),

    /**
     * A certificate or key that is given as something else than PEM text, such as the name of a
     * file. Refer to a file of the folder of `--secrets` by `${file:/run/secrets/name}`.
     */
    NAMED_FILE(1060),
    /**
     * A certificate or private key that cannot be read. Give PEM text, keys in the form PKCS #8;
     * `openssl pkcs8 -topk8` makes that of others.
     */
    BAD_PEM(1061),
    /** Settings of TLS that contradict each other. The message says which. */
    TLS_PARTS(1062),
    /**
     * Settings of an SSH tunnel that are missing, contradict each other or cannot be read. The
     * message says which; docs/guides/ssh-tunnel.md has an example of each.
     */
    SSH_PARTS(1065),

    /**
     * The endpoint does not answer. Check host, port and network; Syncline tries again by itself.
     */
    UNREACHABLE(2001),
    /** The endpoint refused the user or password. Correct them in the connection. */
    LOGIN_REFUSED(2002),
    /** The database does not exist. Correct its name, or create it. */
    UNKNOWN_DATABASE(2003),
    /**
     * A version of the system that this connector does not support. The message says which it does.
     */
    UNSUPPORTED_VERSION(2004),
    /** The user may not do something it has to. The remedy is the grant. */
    MISSING_GRANT(2005),
    /** The connection was lost. Syncline connects again by itself. */
    CONNECTION_LOST(2006),
    /**
     * The target already has rows where none were expected. Choose a policy with `existing_data`.
     */
    TARGET_NOT_EMPTY(2007),
    /**
     * The target's table does not fit the source's. Change the table as the message says, or drop
     * it and let Syncline make one.
     */
    LAYOUT_MISMATCH(2008),
    /**
     * A trigger at the target would run for every row written. Choose what is to become of it:
     * docs/reference/two-way.md#triggers.
     */
    TARGET_TRIGGER(2009),
    /**
     * A foreign key at the target. Nothing needs to be done: rows that come before what they refer
     * to are tried again, and parked if it never comes.
     */
    TARGET_FOREIGN_KEY(2010),
    /**
     * A sequence or auto-increment at the target may hand out keys that the source also hands out.
     * Let nobody else insert there, or give the two sides different ranges.
     */
    TARGET_SEQUENCE(2011),
    /**
     * Another owner has taken this sync over. If you run two servers on purpose, stop one; if not,
     * find the other: it does the work now.
     */
    FENCED(2012),
    /**
     * Keys of a table cannot be had before its rows are made. The message says why; the page of the
     * system says which keys it gives out.
     */
    NO_KEYS_GIVEN(2013),
    /**
     * Triggers cannot be suppressed as `triggers` asks for it. The message says what is missing;
     * its remedy is the grant. docs/reference/two-way.md#triggers says what can be done instead.
     */
    TRIGGERS_NOT_SUPPRESSIBLE(2014),
    /**
     * Triggers that are suppressed, or that cannot be, and what else holds for what a sync writes
     * then. See that nothing is missed which they would have done.
     */
    TRIGGERS_SUPPRESSED(2015),
    /**
     * Something that a sync of this server made, and the sync is no more. A slot keeps its source's
     * log for ever. `syncline doctor --fix` removes it.
     */
    ORPHAN(2020),
    /**
     * Something that another Syncline made, or this one before its store had a mark. Leave it alone
     * while that server lives; when nobody needs it, the message has the command that removes it.
     */
    FOREIGN_PART(2021),
    /**
     * What a sync has made and needs is gone. A full run (`syncline sync trigger SYNC --full`)
     * copies everything anew.
     */
    PART_MISSING(2022),
    /** An endpoint's clock and this server's differ. Let both follow a time server. */
    CLOCK_SKEW(2023),
    /** Little room is left on a disk. Make room before databases stop. */
    DISK_LOW(2024),
    /** A sync fails again and again. Its problem says why; resume it when that is mended. */
    FAILS_AGAIN(2025),
    /**
     * What a deleted sync has made at an endpoint could not be removed, because it did not answer.
     * `syncline doctor --fix` removes it when it does.
     */
    LEFT_BEHIND(2026),
    /**
     * The server does not prove that it is the one to talk to: its certificate is of an unknown
     * authority, of another host, or has expired. Give the right `sslrootcert` and host, or renew
     * the certificate.
     */
    TLS_UNTRUSTED(2030),
    /** Encryption is demanded, and the server offers none. Turn TLS on at the server. */
    TLS_MISSING(2031),
    /**
     * The SSH server does not answer or opens no way. Check `ssh_host`, `ssh_port` and the network;
     * Syncline tries again by itself.
     */
    SSH_UNREACHABLE(2032),
    /**
     * The SSH server shows another key than `ssh_host_key`. Somebody may stand between; ask whoever
     * runs the server for its key, and do not simply take the one in the message.
     */
    SSH_UNTRUSTED(2033),
    /** The SSH server refuses the user or what proves it. Correct them in the settings. */
    SSH_LOGIN_REFUSED(2034),

    /**
     * A way of noticing changes that cannot be had as it is configured. The message says what is
     * missing; docs/guides/without-a-log.md compares the ways.
     */
    BAD_CAPTURE(2040),
    /**
     * Triggers on the source's tables will note the keys of what is written. Nothing needs to be
     * done; what they cost the source's transactions is in docs/reference/measured.md.
     */
    OUTBOX_TRIGGERS(2041),
    /**
     * Somebody removed or changed the outbox or a trigger that fills it: what was written since may
     * not have been noted. A new snapshot heals it; leave what begins with `syncline_` to Syncline.
     */
    OUTBOX_CHANGED(2042),
    /**
     * A table without a key: without a log its rows cannot be told apart. Add a primary key, or
     * leave the table out.
     */
    NO_KEY_TO_TELL(2043),
    /**
     * Something that this way of noticing changes does not see. Nothing needs to be done if the
     * application does not do such things; the message says what.
     */
    CAPTURE_BLIND(2044),

    /**
     * MongoDB's log of operations no longer holds what was not read yet. A new snapshot heals it;
     * make the oplog larger, so that it reaches back further than a flow may stand still.
     */
    OPLOG_LOST(2050),
    /**
     * Documents have fields or types that were not known when the sync began. Nothing needs to be
     * done: they are taken in. A larger `sample` would have shown them.
     */
    FIELDS_FOUND(2051),
    /**
     * A collection without a layout of its own: its fields are learned from some of its documents.
     * Nothing needs to be done; `sample` says how many.
     */
    SAMPLED_LAYOUT(2052),
    /**
     * The target has no transactions, so rows and position are not stored together: after a failure
     * rows are written again. Make it a replica set.
     */
    NO_TRANSACTIONS(2053),
    /**
     * The source does not keep documents as they were before and after a change. Nothing needs to
     * be done; `changeStreamPreAndPostImages` of the collection makes it keep them.
     */
    IMAGES_OFF(2054),
    /**
     * An end gives out keys of a linked table that it has given out before, as one does that was
     * put back to an earlier time. Set its sequence above all keys that there have been, and resume
     * the sync.
     */
    KEYS_GIVEN_AGAIN(2060),

    /** `wal_level` is not `logical`. Set it as the message says, and restart PostgreSQL. */
    WAL_LEVEL(3001),
    /** No replication slot is free. Raise `max_replication_slots`, or drop slots nobody uses. */
    NO_FREE_SLOT(3002),
    /** The user may not replicate. The message has the command that grants it. */
    NO_REPLICATION_RIGHT(3003),
    /**
     * A table without a key or without an identity: its updates and deletes are looked for row by
     * row, or not told at all. Add a primary key, or set `REPLICA IDENTITY FULL`.
     */
    NO_IDENTITY(3004),
    /** The replication slot is gone or has lost its log. A new snapshot heals it. */
    SLOT_LOST(3005),
    /** The slot is ahead of our checkpoint: changes were missed. A new snapshot heals it. */
    SLOT_AHEAD(3006),
    /**
     * The replication slot is in use by somebody else. A server that died lets go within a minute;
     * any other has to be stopped.
     */
    SLOT_BUSY(3007),
    /**
     * The stream said something this version does not understand. Report it with the message and
     * the version of the source.
     */
    BAD_STREAM(3008),
    /** `max_wal_senders` is used up. Raise it: each destination needs one. */
    NO_FREE_SENDER(3009),
    /**
     * Somebody dropped or changed the publication: what was written since may not have been told. A
     * new snapshot heals it; leave publications whose names begin with `syncline_` to Syncline.
     */
    PUBLICATION_CHANGED(3010),
    /**
     * A partitioned table: PostgreSQL does not tell when one of its partitions is truncated,
     * dropped, attached or detached. Verify afterwards, and repair what differs.
     */
    PARTITIONS(3011),
    /**
     * The source's table has changed and the destination's was altered to follow. Nothing needs to
     * be done.
     */
    SCHEMA_FOLLOWED(3020),

    /**
     * A text key without a bound: MariaDB and MySQL need a length. Give the source's column a
     * length, or create the destination's table yourself.
     */
    UNBOUNDED_KEY(4002),
    /**
     * The packet limit is smaller than rows can be. Raise `max_allowed_packet`; until then larger
     * rows are parked.
     */
    PACKET_LIMIT(4003),

    /** The source writes no binary log. Set `log_bin` in its configuration, and restart it. */
    BINLOG_OFF(4010),
    /** The source logs statements and not rows. Set `binlog_format` to `ROW`. */
    BINLOG_FORMAT(4011),
    /**
     * The binary log does not name the columns of its rows. Set `binlog_row_metadata` to `FULL`;
     * what was logged before is healed by a new snapshot.
     */
    ROW_METADATA(4012),
    /**
     * The source has removed binary logs that were not read yet. A new snapshot heals it; raise
     * `binlog_expire_logs_seconds`.
     */
    BINLOG_PURGED(4013),
    /**
     * The source is not the server whose log was read: it was restored, or another one took its
     * place. A new snapshot heals it; see first that it is the one you mean.
     */
    FOREIGN_HISTORY(4014),
    /**
     * Changes are missing in the binary log: a session logged statements, a transaction took a part
     * back, or the server noted an incident. A new snapshot heals it.
     */
    LOG_INCOMPLETE(4015),
    /**
     * A table was dropped, renamed, made anew, or lost a part, and no row of the log tells of it. A
     * new snapshot heals it.
     */
    TABLE_REPLACED(4016),
    /** A column whose values cannot be read from the binary log. Change it as the message says. */
    UNREADABLE_COLUMN(4017),
    /**
     * A foreign key changes rows of this table by itself, and the binary log does not tell of it.
     * Give the destination the same foreign key, or verify and repair.
     */
    UNLOGGED_CASCADE(4018),
    /**
     * A two-phase (XA) transaction wrote to a table of this sync: nobody can tell yet whether it
     * will be committed. Commit or roll it back, and make the sync anew; keep XA away from its
     * tables.
     */
    XA_TRANSACTION(4019),
    /**
     * The numbers of the source's transactions do not grow. A new snapshot heals it; set
     * `gtid_strict_mode`, and give servers that write a domain of their own each.
     */
    GTID_ORDER(4020),
    /**
     * A table was changed after rows of it were logged, and nobody knows any more what its columns
     * were. A new snapshot heals it.
     */
    LAYOUT_UNKNOWN(4021),
    /** A table without transactions cannot be read consistently. Make it an InnoDB table. */
    SOURCE_ENGINE(4022),
    /** The binary log is not kept for long. Raise `binlog_expire_logs_seconds`. */
    BINLOG_RETENTION(4023),
    /** Rows of the binary log are not whole. Set `binlog_row_image` to `FULL`. */
    ROW_IMAGE(4024),
    /**
     * A power cut can make the source forget what it has told. Set `sync_binlog` and
     * `innodb_flush_log_at_trx_commit` to 1.
     */
    UNSAFE_LOG(4025),
    /** A key of this type cannot be followed. Choose another key for the table. */
    SOURCE_KEY(4026),

    /** A value that the target cannot hold without changing it. The row is parked. */
    UNREPRESENTABLE(5001),
    /**
     * A type whose extreme values the target cannot hold. Nothing needs to be done unless there are
     * such values: their rows will be parked.
     */
    NARROWER_TYPE(5002),
    /**
     * A type that travels as text. Nothing needs to be done: the text is the source's own, and
     * nothing of it is lost.
     */
    TYPE_AS_TEXT(5003),
    /** A unique value is taken by another row. The row is parked. */
    UNIQUE_TAKEN(5004),
    /** A referenced row is missing. The row is parked. */
    REFERENCE_MISSING(5005),
    /** A check or a trigger of the target refused the row. The row is parked. */
    CONSTRAINT(5006),
    /**
     * A changed row is not at the target and its unchanged parts are not known. The row is parked.
     */
    ROW_MISSING(5007),
    /** A comparison at the end of a run found rows that differ. Repair the sync. */
    DIFFERENT(5009),
    /**
     * A field of a two-way sync that one end holds less exactly than the other, so that a value
     * could come back changed. Give both columns the same type, or set `allow_precision_loss`.
     */
    PRECISION_LOSS(5010),
    /**
     * A field of a two-way sync that goes to the destination only. Edit it at the source: an edit
     * at the destination is put back.
     */
    FORWARD_ONLY(5011),
    /**
     * A column that is called as applications call those by which they mark deleted rows or count
     * writes, and that goes to the other end like any other. Say `soft_delete`, `version_columns`
     * or `side_owned` at the end if it is one.
     */
    LOOKS_LIKE_CONVENTION(5012),
    /**
     * A value that a function of the mapping cannot turn. The row is parked until its value at the
     * source is one the function takes, or the mapping is another.
     */
    UNSHAPEABLE(5020),
    /** A field that the validation requires is NULL or blank. The row is parked. */
    FIELD_REQUIRED(5021),
    /** A value is not of the format that the validation asks for. The row is parked. */
    BAD_FORMAT(5022),
    /** Fields of a row contradict each other. The row is parked. */
    INCONSISTENT(5023),
    /** A row breaks a business rule. The row is parked. */
    BUSINESS_RULE(5024),
    /** A row of an append-only table was changed or deleted at the source. The change is parked. */
    APPEND_ONLY(5025),
    /** An address of an image that is none, or where there is no image. The row is parked. */
    BAD_IMAGE_URL(5026),
    /** Attributes of an NFT that are not as wallets read them. The row is parked. */
    BAD_ATTRIBUTES(5027),
    /**
     * Fewer sources agree on a row than `multi_source_confirmation` asks for. The destination keeps
     * what it has; the row is parked, and released by itself once enough of them agree. The message
     * says who says what: correct the source that is wrong.
     */
    UNVERIFIED(5030),
    /**
     * A field's type has changed at the source, and the destination's cannot be widened without
     * losing what is there. Alter it there by hand, then resume.
     */
    NOT_WIDENED(5040),

    /** An error inside Syncline. The sync has stopped; please report it with the message. */
    BUG(6001),
    /** The store does not answer. Check its server; Syncline tries again by itself. */
    STORE_UNREACHABLE(6002),
    /**
     * The store was made by a later version of Syncline. Run that version or a later one: stores do
     * not go back.
     */
    STORE_TOO_NEW(6003),
    /**
     * The master key does not open what the store holds. Bring the right one back from your backup;
     * the page on the master key says what to do if there is none.
     */
    WRONG_MASTER_KEY(6004),
    /**
     * A phase made no progress within its deadline. Syncline tries again by itself; if it goes on,
     * look for a lock or a long transaction at the endpoint.
     */
    NO_PROGRESS(6005),
    /**
     * Another server uses this store. Stop it, or give this one a store of its own; if it is dead,
     * its session at the database ends within a minute, or by `pg_terminate_backend`.
     */
    STORE_IN_USE(6006),
    /**
     * The store that a backup should be restored into is not empty. Restore into an empty one, or
     * with `--replace`, which removes what is there.
     */
    STORE_NOT_EMPTY(6020),
    /** A file that is no backup, or a damaged one. Take another copy of it, or another backup. */
    BAD_BACKUP(6021),
    /**
     * The master key stands in an environment variable and no next one is given. Put the new one
     * into SYNCLINE_NEXT_MASTER_KEY.
     */
    NO_NEXT_KEY(6022),
    /**
     * Deletes stopped before they were applied: they are more than `guards.max_deletes` allows.
     * Look at what would go; then release the brake, or refuse and mend the source.
     */
    MASS_DELETE(6030),
    /**
     * A destination was detached, so that the source's log does not fill its disk. It is brought up
     * to date by comparison once it takes rows again; give the log a larger budget if it is only
     * slow.
     */
    DETACHED(6031),
    /**
     * The source is not the one that was read last: restored, promoted, or another server. Compare;
     * then release, to make the destination equal to it, or refuse and bring the right one back.
     */
    SOURCE_CHANGED(6032),
    /**
     * Too many errors inside Syncline in a short time. Report them with the message; then resume.
     */
    CRASH_LOOP(6033),
    /**
     * More rows are parked than `guards.parked_max` allows: the destination does not fit. Look at
     * their causes, mend them, and resume.
     */
    TOO_MANY_PARKED(6034),
    /**
     * A marker sent through the source's log has not come through in time: the stream is dead or
     * far behind, whatever the connections look like. Look at the destination's phase and problem.
     */
    CANARY_OVERDUE(6035),
    /**
     * The log that the source keeps for a destination has reached half or four fifths of its
     * budget. Look at what the destination waits for.
     */
    LOG_BUDGET(6036),
    /** A destination is later than its `lag_tolerance` allows. Look at what it waits for. */
    LAG_EXCEEDED(6037),
    /**
     * Something at each end of a two-way sync answers what the other writes, so that a row changes
     * back and forth. Look for triggers, jobs or another sync that write this table at both ends.
     */
    PING_PONG(6038),
    /**
     * A larger share of a two-way sync's rows is in conflict than `manual_review_threshold` allows:
     * no rule decides any more. Decide what waits, or let the rules go on by `brake/release`.
     */
    TOO_MANY_CONFLICTS(6039),

    /** No API key, or one that is not good. Send `Authorization: Bearer` and the key. */
    UNAUTHORIZED(7001),
    /** A request that is too large. The message says the limit. */
    REFUSED(7003),
    /** There is nothing at this path. The contract is at /openapi.yaml. */
    UNKNOWN_PATH(7004),
    /** The path does not answer to this method. The header Allow lists those it answers to. */
    WRONG_METHOD(7005),
    /** A body that is not said to be JSON. Send Content-Type: application/json. */
    WRONG_MEDIA_TYPE(7006),
    /**
     * The API key is good, but its role does not allow this. The message names both roles; ask an
     * administrator for another key.
     */
    FORBIDDEN(7007),
    /** There is no API key with this id. `syncline keys list` lists them. */
    UNKNOWN_API_KEY(7008),
    /**
     * The last administrator's key without an end cannot be revoked: nobody could make keys any
     * more. Make another one first.
     */
    LAST_ADMIN_KEY(7009),
    /**
     * The passphrase does not open the master key in the backup, or there is none in it. Give the
     * passphrase that the backup was made with.
     */
    WRONG_PASSPHRASE(7010);

    private final int number;

    Code(int number) {
        this.number = number;
    }

    /** The number for people, such as {@code SYN-1001}. */
    public String text() {
        return "SYN-" + number;
    }
}
