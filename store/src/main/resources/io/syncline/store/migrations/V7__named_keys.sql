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
