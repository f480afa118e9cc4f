package io.syncline.connector.postgres;

import io.syncline.core.change.Change;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Selection;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Messages of the log to changes, and changes to COPY's bytes. */
@State(Scope.Thread)
public class PostgresLoops {
    /** Changes of one transaction. */
    public static final int CHANGES = 1000;

    private static final int INT4 = 23;
    private static final int INT8 = 20;
    private static final int TEXT = 25;
    private static final int BOOL = 16;

    private List<byte[]> messages = List.of();
    private List<Item> items = List.of();

    /** Makes the messages, and what is decoded of them. */
    @Setup
    public void make() throws IOException {
        messages = messages();
        List<Item> made = new ArrayList<>();
        for (Change change : changes()) {
            if (!(change.after().row().encoded() instanceof PgTuple tuple)) {
                throw new IllegalStateException("not as the server sent it");
            }
            made.add(new Item(made.size(), null, null, Item.Step.INSERT, true, tuple));
        }
        items = List.copyOf(made);
    }

    /** Decodes a transaction; what its rows hold stays in bytes until somebody looks. */
    @Benchmark
    @OperationsPerInvocation(CHANGES)
    public Object decode() {
        return decoded(messages);
    }

    /** Writes the rows as COPY takes them. */
    @Benchmark
    @OperationsPerInvocation(CHANGES)
    public Object encodeCopy() {
        CopyRows rows = new CopyRows();
        for (Item item : items) {
            rows.row(item, -1);
        }
        return rows;
    }

    /** A transaction of inserts, as a source tells it. */
    public static List<Change> changes() throws IOException {
        return decoded(messages());
    }

    private static List<Change> decoded(List<byte[]> messages) {
        PgOutputDecoder decoder =
                new PgOutputDecoder(
                        new ReplicaId("a"),
                        (message, names) -> PostgresRelations.merged(message, null, names),
                        new Selection("t", List.of("public.item")));
        List<Change> changes = new ArrayList<>(CHANGES);
        for (byte[] message : messages) {
            decoder.message(message, 0);
            for (Batch batch = decoder.poll(); batch != null; batch = decoder.poll()) {
                if (batch instanceof Batch.Rows rows) {
                    changes.addAll(rows.changes());
                }
            }
        }
        return changes;
    }

    private static List<byte[]> messages() throws IOException {
        List<byte[]> messages = new ArrayList<>();
        messages.add(
                message(
                        out -> {
                            out.write('B');
                            out.writeLong(0x100);
                            out.writeLong(1_000_000);
                            out.writeInt(7);
                        }));
        messages.add(message(PostgresLoops::relation));
        for (int i = 0; i < CHANGES; i++) {
            int id = i;
            messages.add(message(out -> insert(out, id)));
        }
        messages.add(
                message(
                        out -> {
                            out.write('C');
                            out.write(0);
                            out.writeLong(0x1f8);
                            out.writeLong(0x200);
                            out.writeLong(1_000_000);
                        }));
        return messages;
    }

    private static void relation(DataOutputStream out) throws IOException {
        out.write('R');
        out.writeInt(1);
        text(out, "public");
        text(out, "item");
        out.write('d');
        String[] names = {"id", "kind", "name", "description", "active"};
        int[] types = {INT8, INT4, TEXT, TEXT, BOOL};
        out.writeShort(names.length);
        for (int i = 0; i < names.length; i++) {
            out.write(i == 0 ? 1 : 0);
            text(out, names[i]);
            out.writeInt(types[i]);
            out.writeInt(-1);
        }
    }

    private static void insert(DataOutputStream out, int id) throws IOException {
        out.write('I');
        out.writeInt(1);
        out.write('N');
        out.writeShort(5);
        out.write('b');
        out.writeInt(8);
        out.writeLong(id);
        out.write('b');
        out.writeInt(4);
        out.writeInt(id % 1000);
        binary(out, "name " + id);
        binary(out, "d".repeat(60) + id);
        out.write('b');
        out.writeInt(1);
        out.write(id % 2);
    }

    private static void binary(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write('b');
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.write(0);
    }

    @FunctionalInterface
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] message(Writing writing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writing.to(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
