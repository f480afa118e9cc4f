package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Selection;
import io.syncline.testkit.fuzz.Fuzz;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Broken streams: each message has its length in front, two bytes. */
class PgOutputFuzzTest {
    /** Built-in types, with a value of each in text and in binary. */
    private static final Object[][] TYPES = {
        {16, "t", "01"},
        {17, "\\x00ff", "00ff"},
        {20, "5", "0000000000000005"},
        {21, "-1", "ffff"},
        {25, "text", "74657874"},
        {700, "1.5", "3fc00000"},
        {701, "NaN", "7ff8000000000000"},
        {1082, "2024-02-29", "00002277"},
        {1083, "12:30:00", "0000000a7a358200"},
        {1114, "2024-02-29 12:30:00", "0002b4bd4ae23a00"},
        {1184, "2024-02-29 12:30:00+02", "0002b4bd4ae23a00"},
        {1186, "1 day", "00000000000000000000000100000000"},
        {1700, "-12.34", "0002000040000002000c0d48"},
        {1560, "101", "00000003a0"},
        {869, "::1/64", "034000100000000000000000000000000000000001"},
        {2950, "00000000-0000-0000-0000-000000000001", "00000000000000000000000000000001"},
        {3802, "{\"a\": [1]}", "017b2261223a205b315d7d"},
        {1266, "12:00+02", "0000000a0eebb000ffffe3e0"},
        {
            1007,
            "{{1,NULL},{\"3\",4}}",
            "0000000200000001000000170000000200000001000000010000000100000004000000010000000400000007"
        },
        {18, "a", "61"},
        {1042, "ab  ", "61622020"}
    };

    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    @FunctionalInterface
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private void tell(Writing writing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writing.to(new DataOutputStream(bytes));
        stream.write(bytes.size() >> 8);
        stream.write(bytes.size());
        stream.writeBytes(bytes.toByteArray());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.write(0);
    }

    private static void tuple(DataOutputStream out, int type, int kind) throws IOException {
        boolean binary = kind == 'b';
        String value = (String) TYPES[type][binary ? 2 : 1];
        byte[] bytes =
                binary
                        ? java.util.HexFormat.of().parseHex(value)
                        : value.getBytes(StandardCharsets.UTF_8);
        out.writeShort(2);
        for (int i = 0; i < 2; i++) {
            out.write(kind);
            if (kind != 'n' && kind != 'u') {
                out.writeInt(bytes.length);
                out.write(bytes);
            }
        }
    }

    private byte[] sample(int type, int kind) throws IOException {
        stream.reset();
        tell(
                out -> {
                    out.write('B');
                    out.writeLong(0x100);
                    out.writeLong(1_000_000);
                    out.writeInt(7);
                });
        tell(
                out -> {
                    out.write('R');
                    out.writeInt(5);
                    text(out, "public");
                    text(out, "t");
                    out.write('f');
                    out.writeShort(2);
                    for (String name : List.of("id", "v")) {
                        out.write(1);
                        text(out, name);
                        out.writeInt((int) TYPES[type][0]);
                        out.writeInt(-1);
                    }
                });
        for (String tags : List.of("IN", "UN", "UKN", "UON", "DK", "DO")) {
            tell(
                    out -> {
                        out.write(tags.charAt(0));
                        out.writeInt(5);
                        for (char tag : tags.substring(1).toCharArray()) {
                            out.write(tag);
                            tuple(out, type, kind);
                        }
                    });
        }
        tell(
                out -> {
                    out.write('T');
                    out.writeInt(1);
                    out.write(0);
                    out.writeInt(5);
                });
        tell(
                out -> {
                    out.write('C');
                    out.write(0);
                    out.writeLong(0x100);
                    out.writeLong(0x108);
                    out.writeLong(1_000_000);
                });
        return stream.toByteArray();
    }

    @Test
    void aBrokenStreamIsRefusedAndNothingElse() throws IOException {
        List<byte[]> samples = new ArrayList<>();
        for (int type = 0; type < TYPES.length; type++) {
            samples.add(sample(type, 't'));
            samples.add(sample(type, 'b'));
        }
        samples.add(sample(0, 'n'));
        samples.add(sample(0, 'u'));

        Fuzz.Tally tally = Fuzz.bytes("pgoutput", samples, List.of(), PgOutputFuzzTest::reads);

        assertThat(tally.taken()).isBetween(tally.inputs() / 100, tally.inputs() * 99 / 100);
    }

    private static boolean reads(byte[] input) {
        PgOutputDecoder decoder =
                new PgOutputDecoder(
                        new ReplicaId("a"),
                        (message, names) -> PostgresRelations.merged(message, null, names),
                        new Selection("t", List.of("public.t")));
        try {
            for (int at = 0; at + 2 < input.length; ) {
                int length = (input[at] & 0xff) << 8 | input[at + 1] & 0xff;
                int end = Math.min(input.length, at + 2 + length);
                decoder.message(Arrays.copyOfRange(input, at + 2, end), 0);
                at = end;
            }
        } catch (EndpointException e) {
            assertThat(e.code()).isEqualTo(Code.BAD_STREAM);
            return false;
        }
        boolean good = true;
        for (Batch batch = decoder.poll(); batch != null; batch = decoder.poll()) {
            if (batch instanceof Batch.Rows rows) {
                for (Change change : rows.changes()) {
                    good &= decodes(change.before().row()) & decodes(change.after().row());
                }
            }
        }
        return good;
    }

    /** Rows are decoded when somebody looks, and then refused as any other wrong value is. */
    private static boolean decodes(Row row) {
        try {
            for (int i = 0; row != null && i < row.header().size(); i++) {
                row.at(i);
            }
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
