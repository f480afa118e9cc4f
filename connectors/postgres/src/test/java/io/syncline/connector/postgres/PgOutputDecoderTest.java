package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Selection;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PgOutputDecoderTest {
    private final PgOutputDecoder decoder =
            new PgOutputDecoder(
                    new ReplicaId("a"),
                    (message, names) -> PostgresRelations.merged(message, null, names),
                    new Selection("t", List.of("public.t")));

    @FunctionalInterface
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private void tell(Writing writing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[PgStream.PAYLOAD]);
        writing.to(new DataOutputStream(bytes));
        decoder.message(bytes.toByteArray(), PgStream.PAYLOAD);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.write(0);
    }

    private void begin(int transaction) throws IOException {
        tell(
                out -> {
                    out.write('B');
                    out.writeLong(0x100);
                    out.writeLong(1_000_000);
                    out.writeInt(transaction);
                });
    }

    private void commit(long end) throws IOException {
        tell(
                out -> {
                    out.write('C');
                    out.write(0);
                    out.writeLong(end - 8);
                    out.writeLong(end);
                    out.writeLong(1_000_000);
                });
    }

    private void relation(int oid, String name) throws IOException {
        tell(
                out -> {
                    out.write('R');
                    out.writeInt(oid);
                    text(out, "public");
                    text(out, name);
                    out.write('d');
                    out.writeShort(1);
                    out.write(1);
                    text(out, "id");
                    out.writeInt(23);
                    out.writeInt(-1);
                });
    }

    private void insert(int oid, String id) throws IOException {
        tell(
                out -> {
                    out.write('I');
                    out.writeInt(oid);
                    out.write('N');
                    out.writeShort(1);
                    out.write('t');
                    out.writeInt(id.length());
                    out.write(id.getBytes(StandardCharsets.UTF_8));
                });
    }

    @Test
    void aTransactionIsToldAtItsEndWithThePlaceAfterIt() throws IOException {
        begin(-2);
        relation(7, "t");
        insert(7, "42");
        assertThat(decoder.poll()).isInstanceOf(Batch.Relayout.class);
        assertThat(decoder.poll()).isNull();
        assertThat(decoder.idle()).isFalse();
        commit(0x1_0000_0200L);

        Batch.Rows rows = (Batch.Rows) decoder.poll();

        assertThat(rows).isNotNull();
        assertThat(rows.position()).isEqualTo(new Position("1/200:4294967294"));
        assertThat(rows.transaction()).isEqualTo(0xffff_fffeL);
        assertThat(rows.committedMillis()).isEqualTo(946_684_801_000L);
        Change change = rows.changes().getFirst();
        assertThat(change.id()).isEqualTo(RowId.of("public.t", new Value.Int(42)));
        assertThat(change.before()).isEqualTo(Image.absent());
        assertThat(change.version())
                .isEqualTo(new Version(946_684_801_000L, 0, new ReplicaId("a")));
        assertThat(decoder.idle()).isTrue();
    }

    @Test
    void anEmptyTransactionAndOneOfOtherTablesAreQuiet() throws IOException {
        begin(1);
        relation(8, "other");
        insert(8, "1");
        commit(0x300);

        assertThat(decoder.poll()).isEqualTo(new Batch.Quiet(new Position("0/300")));
    }

    @Test
    void aLogicalMessageOutsideATransactionChangesNothing() throws IOException {
        tell(
                out -> {
                    out.write('M');
                    out.write(0);
                    out.writeLong(5);
                    text(out, "syncline");
                    out.writeInt(0);
                });

        assertThat(decoder.poll()).isNull();
        assertThat(decoder.idle()).isTrue();
    }

    @Test
    void whatIsNotUnderstoodStopsTheStream() throws IOException {
        begin(1);

        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> insert(99, "1"))
                .withMessageContaining("did not describe");
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> tell(out -> out.write('S')));
    }

    /** Found by {@link PgOutputFuzzTest}: a length below zero was read as NULL. */
    @Test
    void aValueThatIsNotWholeStopsTheStream() throws IOException {
        begin(1);
        relation(7, "t");
        for (int length : new int[] {-5, 3, Integer.MAX_VALUE}) {
            assertThatExceptionOfType(EndpointException.class)
                    .isThrownBy(
                            () ->
                                    tell(
                                            out -> {
                                                out.write('I');
                                                out.writeInt(7);
                                                out.write('N');
                                                out.writeShort(1);
                                                out.write('t');
                                                out.writeInt(length);
                                                out.write('1');
                                            }))
                    .withMessageContaining("not whole");
        }
    }

    /** A few bytes must not become gigabytes. */
    @Test
    void aValueThatClaimsToBeHugeIsRefused() {
        PgType ints = Objects.requireNonNull(PostgresTypes.builtIn(1007));
        PgType bits = Objects.requireNonNull(PostgresTypes.builtIn(1560));
        PgType numeric = Objects.requireNonNull(PostgresTypes.builtIn(1700));
        byte[] huge = HexFormat.of().parseHex("00000001000000000000001740000000" + "00000001");
        byte[] exponent = "1e999999999".getBytes(StandardCharsets.UTF_8);
        byte[] deep = "{".repeat(9_000).getBytes(StandardCharsets.UTF_8);

        refuses(ints, true, huge);
        refuses(ints, false, deep);
        refuses(bits, true, HexFormat.of().parseHex("7fffffff00"));
        refuses(numeric, false, exponent);
    }

    @Test
    void anArrayOfNothingIsEmptyHoweverLongItsOtherDimensionsAre() {
        PgType ints = Objects.requireNonNull(PostgresTypes.builtIn(1007));
        byte[] empty =
                HexFormat.of()
                        .parseHex("0000000200000000000000177fffffff00000002" + "0000000000000001");

        assertThat(PostgresTypes.decode(ints, true, empty, 0, empty.length))
                .isEqualTo(new Value.Items(List.of()));
    }

    private static void refuses(PgType type, boolean binary, byte[] bytes) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> PostgresTypes.decode(type, binary, bytes, 0, bytes.length));
    }
}
