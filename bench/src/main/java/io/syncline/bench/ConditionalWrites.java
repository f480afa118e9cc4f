package io.syncline.bench;

import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Checkpoints;
import io.syncline.core.endpoint.Config;
import io.syncline.core.endpoint.Connector;
import io.syncline.core.endpoint.Creation;
import io.syncline.core.endpoint.Endpoint;
import io.syncline.core.endpoint.Expect;
import io.syncline.core.endpoint.Found;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.endpoint.Lookup;
import io.syncline.core.endpoint.OpenTransaction;
import io.syncline.core.endpoint.Outcome;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Target;
import io.syncline.core.endpoint.Transacting;
import io.syncline.core.endpoint.Write;
import io.syncline.engine.sync.Connectors;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import io.syncline.testkit.system.RealTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * What it costs an end that writes demand the row they were decided on: the same writes, in
 * transactions of so many, with a demand and without, by turns; and look-ups of as many rows at
 * once and one by one.
 */
final class ConditionalWrites {
    /** So many look-ups by themselves are enough to know their rate. */
    private static final int ALONE = 200;

    private static final String FLOW = "bench";
    private static final Version VERSION = new Version(1, 0, new ReplicaId(FLOW));

    private final String name;
    private final Endpoint endpoint;
    private final String table;
    private final int rows;
    private final int batch;
    private final Ratios writes = new Ratios("any");
    private final Ratios looks = new Ratios("alone");
    private int version;

    private ConditionalWrites(String name, Endpoint endpoint, String schema, int rows, int batch) {
        this.name = name;
        this.endpoint = endpoint;
        this.table = schema + "item";
        this.rows = rows;
        this.batch = batch;
    }

    /** Measures; the arguments are rounds, rows in a round, and rows in a transaction. */
    static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        int rows = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
        int batch = args.length > 2 ? Integer.parseInt(args[2]) : 500;
        measure(
                "postgresql",
                Services.postgres(18).freshDatabase(),
                "public.",
                rounds,
                rows,
                batch);
        measure("mariadb", Services.mariaDb().freshDatabase(), "", rounds, rows, batch);
    }

    private static void measure(
            String type, FreshDatabase database, String schema, int rounds, int rows, int batch) {
        Connector connector = Objects.requireNonNull(Connectors.installed().ofType(type));
        Map<String, String> settings = Map.of("connection", database.uri());
        try (Endpoint endpoint =
                connector.open(Config.of(connector.settings(), settings), new RealTime())) {
            new ConditionalWrites(type, endpoint, schema, rows, batch).run(rounds);
        }
    }

    private void run(int rounds) {
        Layout layout =
                new Layout(
                        table,
                        List.of(
                                new Field("id", new FieldType.Int(64), false),
                                new Field("kind", new FieldType.Int(32), true),
                                new Field("name", new FieldType.Text(100), true),
                                new Field("note", new FieldType.Text(200), true)),
                        List.of("id"),
                        List.of(),
                        -1);
        ((Creation) endpoint).create(layout);
        ((Target) endpoint).agree(List.of(layout));
        ((Checkpoints) endpoint).claim(FLOW, 1);
        // Round 0 warms up.
        for (int round = 0; round <= rounds; round++) {
            for (boolean demands : new boolean[] {round % 2 == 0, round % 2 != 0}) {
                round(demands, round > 0);
            }
        }
        System.out.printf("%n%s, %d rows in a transaction%n", name, batch);
        writes.table("rows/s");
        looks.table("rows/s");
    }

    private void round(boolean demands, boolean counts) {
        version++;
        for (String kind : List.of("insert", "whole", "part", "delete")) {
            double seconds = 0;
            double looking = 0;
            for (int from = 0; from < rows; from += batch) {
                List<RowId> ids = ids(from, Math.min(rows, from + batch));
                long began = System.nanoTime();
                List<Found> found = lookup().current(ids, null);
                looking += (System.nanoTime() - began) / 1e9;
                seconds += written(made(kind, ids, found, demands));
            }
            if (counts) {
                writes.add(kind, demands ? "demands" : "any", rows / seconds);
                if (demands && kind.equals("part")) {
                    looks.add("look-up", "alone", alone());
                    looks.add("look-up", "together", rows / looking);
                }
            }
        }
    }

    private Lookup lookup() {
        return (Lookup) endpoint;
    }

    private List<RowId> ids(int from, int to) {
        return LongStream.range(from, to).mapToObj(k -> RowId.of(table, new Value.Int(k))).toList();
    }

    /** Look-ups in a second, each of one row. */
    private double alone() {
        List<RowId> ids = ids(0, Math.min(rows, ALONE));
        long began = System.nanoTime();
        ids.forEach(id -> lookup().current(List.of(id), null));
        return ids.size() / ((System.nanoTime() - began) / 1e9);
    }

    private List<Write> made(String kind, List<RowId> ids, List<Found> found, boolean demands) {
        List<Write> made = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            Found.Seen seen = (Found.Seen) found.get(i);
            Value text = new Value.Text("note %d of %s".formatted(version, kind));
            Map<String, Value> part = Map.of("kind", new Value.Int(version), "note", text);
            Image after =
                    switch (kind) {
                        case "delete" -> Image.absent();
                        case "part" -> Image.partial(Row.of(part));
                        default -> Image.whole(whole(ids.get(i), text));
                    };
            made.add(
                    new Write(
                            Change.of(ids.get(i), seen.image(), after, VERSION),
                            demands ? new Expect.Unchanged(seen.token()) : Expect.any()));
        }
        return made;
    }

    private Row whole(RowId id, Value note) {
        return Row.of(
                Map.of(
                        "id",
                        id.key().getFirst(),
                        "kind",
                        new Value.Int(version),
                        "name",
                        new Value.Text("a name of some length " + id.key().getFirst()),
                        "note",
                        note));
    }

    /** The seconds that a transaction of these writes takes. */
    private double written(List<Write> made) {
        long began = System.nanoTime();
        try (OpenTransaction transaction = ((Transacting) endpoint).begin(FLOW, 0, 1)) {
            List<Outcome> outcomes = transaction.apply(made);
            if (!outcomes.stream().allMatch(Outcome.Applied.class::isInstance)) {
                throw new IllegalStateException("Not all was written: " + outcomes);
            }
            transaction.commit(new Position("x"));
        }
        return (System.nanoTime() - began) / 1e9;
    }
}
