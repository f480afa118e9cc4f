package io.syncline.store;

import io.syncline.engine.store.Keyring;
import io.syncline.engine.store.Registry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The registry's tables. Safe for use by several threads. */
final class StoredRegistry implements Registry {
    private final Sql sql;
    private final EndpointText texts;
    private final Keyring keyring;
    private final String mark;

    StoredRegistry(Sql sql, Sealing sealing) {
        this.sql = sql;
        this.texts = new EndpointText(sealing);
        this.keyring = new StoredKeyring(sql);
        this.mark =
                Objects.requireNonNull(
                        sql.first("SELECT mark FROM identity", row -> row.getString(1)));
    }

    @Override
    public String mark() {
        return mark;
    }

    @Override
    public List<Named> endpoints() {
        return sql.all(
                "SELECT name, definition, changed_millis FROM endpoint ORDER BY name COLLATE \"C\"",
                row ->
                        texts.named(
                                EndpointText.owner(row.getString(1)),
                                row.getString(1),
                                row.getString(2),
                                row.getLong(3)));
    }

    @Override
    public @Nullable Named endpoint(String name) {
        return sql.first(
                "SELECT name, definition, changed_millis FROM endpoint WHERE name = ?",
                row ->
                        texts.named(
                                EndpointText.owner(name), name, row.getString(2), row.getLong(3)),
                name);
    }

    @Override
    public void keep(Named endpoint) {
        sql.change(
                "INSERT INTO endpoint (name, definition, changed_millis) VALUES (?, ?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET definition = excluded.definition,"
                        + " changed_millis = excluded.changed_millis",
                endpoint.name(),
                texts.text(EndpointText.owner(endpoint.name()), endpoint),
                endpoint.changedMillis());
    }

    @Override
    public void forget(String name) {
        sql.change("DELETE FROM endpoint WHERE name = ?", name);
    }

    @Override
    public void leave(Left left) {
        sql.change(
                "INSERT INTO leftover (flow, endpoint, definition, reason) VALUES (?, ?, ?, ?)",
                left.flow(),
                Sql.words(left.endpoint().name()),
                texts.text(left.flow(), left.endpoint()),
                Sql.words(left.reason()));
    }

    @Override
    public List<Left> left() {
        return sql.all(
                "SELECT id, flow, endpoint, definition, reason FROM leftover ORDER BY id",
                row -> left(texts, row));
    }

    @Override
    public void gone(long id) {
        sql.change("DELETE FROM leftover WHERE id = ?", id);
    }

    @Override
    public Keyring keyring() {
        return keyring;
    }

    /**
     * Seals everything anew, in a transaction that is open; returns how many holders there were.
     */
    static int seal(Sql.Transaction transaction, Sealing from, Sealing to) throws SQLException {
        EndpointText opened = new EndpointText(from);
        EndpointText closed = new EndpointText(to);
        List<Named> endpoints =
                transaction.all(
                        "SELECT name, definition FROM endpoint FOR UPDATE",
                        row ->
                                opened.named(
                                        EndpointText.owner(row.getString(1)),
                                        row.getString(1),
                                        row.getString(2),
                                        0));
        for (Named each : endpoints) {
            transaction.change(
                    "UPDATE endpoint SET definition = ? WHERE name = ?",
                    closed.text(EndpointText.owner(each.name()), each),
                    each.name());
        }
        List<Left> left =
                transaction.all(
                        "SELECT id, flow, endpoint, definition, reason FROM leftover FOR UPDATE",
                        row -> left(opened, row));
        for (Left each : left) {
            transaction.change(
                    "UPDATE leftover SET definition = ? WHERE id = ?",
                    closed.text(each.flow(), each.endpoint()),
                    each.id());
        }
        return endpoints.size() + left.size();
    }

    private static Left left(EndpointText texts, ResultSet row) throws SQLException {
        String flow = row.getString(2);
        Named endpoint = texts.named(flow, row.getString(3), row.getString(4), 0);
        return new Left(row.getLong(1), flow, endpoint, row.getString(5));
    }
}
