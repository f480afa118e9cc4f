package io.syncline.connector.postgres;

/** How the bytes of a PostgreSQL type are to be read. */
enum PgForm {
    BOOL,
    INT2,
    INT4,
    INT8,
    /** An unsigned 32-bit number. */
    OID,
    FLOAT4,
    FLOAT8,
    NUMERIC,
    /** One byte, {@code "char"}; above 127 PostgreSQL prints it as a backslash and its octal. */
    BYTE,
    /** Characters, the same in text and binary; also xml, names, and every enum's label. */
    TEXT,
    /** Characters padded with blanks that mean nothing. */
    BPCHAR,
    BYTEA,
    DATE,
    TIME,
    TIMETZ,
    TIMESTAMP,
    TIMESTAMPTZ,
    INTERVAL,
    UUID,
    JSON,
    JSONB,
    BIT,
    INET,
    ARRAY,
    /** A type of which only the text is understood. */
    OPAQUE
}
