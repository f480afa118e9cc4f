package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.EndpointException.Kind;
import io.syncline.core.endpoint.Layout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Completes a relation of the stream from the live catalogs: its primary key, which the stream does
 * not show under REPLICA IDENTITY FULL, and its own types. The catalogs may be ahead of the stream,
 * so the stream's columns count.
 */
final class PostgresRelations implements PgRelations {
    private final PostgresConnections connections;
    private final boolean binary;

    /** For a stream that sends binary values, or not. */
    PostgresRelations(PostgresConnections connections, boolean binary) {
        this.connections = connections;
        this.binary = binary;
    }

    @Override
    public PgTable describe(PgRelationMessage message, Map<Integer, String> typeNames) {
        PgTable live =
                connections.call(
                        "reading a table's key",
                        connection -> PostgresCatalog.one(connection, message.collection()));
        PgTable table = merged(message, live, typeNames);
        if (binary && !table.readsBinary()) {
            throw new EndpointException(
                    Kind.TRANSIENT,
                    Code.BAD_STREAM,
                    table.collection()
                            + " now has a type that is only understood as text; the stream is"
                            + " opened again");
        }
        return table;
    }

    /** Pure, for tests without a server. */
    static PgTable merged(
            PgRelationMessage message, @Nullable PgTable live, Map<Integer, String> typeNames) {
        Map<String, PgColumn> known = new HashMap<>();
        if (live != null) {
            live.columns().forEach(column -> known.put(column.name(), column));
        }
        List<String> identity = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (PgRelationMessage.Column column : message.columns()) {
            names.add(column.name());
            if (column.identity()) {
                identity.add(column.name());
            }
        }
        boolean liveKey = live != null && names.containsAll(live.key());
        List<String> key =
                liveKey && live != null
                        ? live.key()
                        : message.identity() == 'f' ? List.of() : identity;
        List<PgColumn> columns = new ArrayList<>();
        for (PgRelationMessage.Column column : message.columns()) {
            PgColumn same = known.get(column.name());
            boolean keyed = key.contains(column.name());
            columns.add(
                    same != null && same.oid() == column.type()
                            ? new PgColumn(
                                    column.name(),
                                    same.type(),
                                    same.typmod(),
                                    keyed,
                                    same.nullable())
                            : new PgColumn(
                                    column.name(),
                                    type(column.type(), typeNames),
                                    column.typmod(),
                                    keyed,
                                    true));
        }
        return new PgTable(
                message.oid(),
                message.schema(),
                message.name(),
                live != null && live.partitioned(),
                false,
                message.identity(),
                columns,
                key,
                live == null ? List.of() : indexes(live, names),
                live == null ? -1 : live.rows());
    }

    private static List<Layout.Index> indexes(PgTable live, List<String> names) {
        return live.indexes().stream().filter(index -> names.containsAll(index.fields())).toList();
    }

    private static PgType type(int oid, Map<Integer, String> typeNames) {
        PgType builtIn = PostgresTypes.builtIn(oid);
        return builtIn == null
                ? PgType.of(oid, typeNames.getOrDefault(oid, "oid " + oid), PgForm.OPAQUE)
                : builtIn;
    }
}
