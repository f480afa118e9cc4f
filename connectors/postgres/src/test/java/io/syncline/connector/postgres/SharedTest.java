package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.system.RealTime;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How one shared stream takes over from another, with streams whose messages a test hands out. */
class SharedTest {
    private static final int TABLE = 77;

    /** Hands out what it was given. */
    private static final class Script implements PgMessages {
        private final Queue<byte[]> messages = new ConcurrentLinkedQueue<>();
        private volatile long heard;
        private volatile boolean closed;

        @Override
        public byte @Nullable [] next() {
            return messages.poll();
        }

        @Override
        public int payload() {
            return PgStream.PAYLOAD;
        }

        @Override
        public long place(byte[] message) {
            return 0;
        }

        @Override
        public void await(long nanos) {
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public long heard() {
            return heard;
        }

        @Override
        public boolean anything() {
            return true;
        }

        @Override
        public boolean asked() {
            return false;
        }

        @Override
        public boolean over() {
            return false;
        }

        @Override
        public void tell(long received, long durable, long wallMillis, boolean answer) {}

        @Override
        public void close() {
            closed = true;
        }

        private void give(ByteBuffer payload) {
            messages.add(
                    ByteBuffer.allocate(PgStream.PAYLOAD + payload.position())
                            .position(PgStream.PAYLOAD)
                            .put(payload.flip())
                            .array());
        }

        Script begin(long commit) {
            give(ByteBuffer.allocate(21).put((byte) 'B').putLong(commit).putLong(0).putInt(5));
            return this;
        }

        Script table() {
            byte[] names = "public\0t\0d\0\0".getBytes(StandardCharsets.UTF_8);
            // No columns: nobody decodes it here.
            give(ByteBuffer.allocate(20).put((byte) 'R').putInt(TABLE).put(names));
            return this;
        }

        Script row(int number) {
            give(ByteBuffer.allocate(9).put((byte) 'I').putInt(TABLE).putInt(number));
            return this;
        }

        Script commit(long end) {
            give(ByteBuffer.allocate(26).put((byte) 'C').put((byte) 0).putLong(0).putLong(end));
            return this;
        }
    }

    private static final Set<String> FLOW = Set.of("f");

    private static void until(java.util.function.BooleanSupplier holds) throws Exception {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(1);
        }
    }

    private static List<Integer> rows(Follower follower) {
        List<Integer> rows = new ArrayList<>();
        byte[] message;
        while ((message = follower.next()) != null) {
            if (message[PgStream.PAYLOAD] == 'I') {
                rows.add(PgBinary.int4(message, PgStream.PAYLOAD + 5));
            }
        }
        return rows;
    }

    /** What it told before it knew its followers would be told by nobody. */
    @Test
    void aStreamThatTakesOverInTheMiddleOfATransactionHandsNothingToNobody() throws Exception {
        Script now = new Script();
        Script other = new Script();
        try (Shared shared = Shared.start(new RealTime(), new SharedStream(now, FLOW, 50))) {
            Follower follower = shared.follow("f", Set.of("public.t"));
            until(() -> follower.reaches(50));
            follower.begin(50);
            now.begin(100).table().row(1);
            until(now.messages::isEmpty);
            other.begin(100).table().row(1).commit(110).begin(200).row(2).commit(210);
            other.heard = 300;
            shared.become(new SharedStream(other, FLOW, 50));
            Thread.sleep(50);
            now.commit(110);
            until(() -> now.closed);

            assertThat(rows(follower)).containsExactly(1, 2);
            assertThat(follower.heard()).isEqualTo(300);
        }
    }

    /** Both tell one transaction at the same time, and each has told a part. */
    @Test
    void whatTwoStreamsTellAtOnceIsToldOnce() throws Exception {
        Script now = new Script();
        Script other = new Script();
        try (Shared shared = Shared.start(new RealTime(), new SharedStream(now, FLOW, 50))) {
            Follower follower = shared.follow("f", Set.of("public.t"));
            until(() -> follower.reaches(50));
            follower.begin(50);
            shared.become(new SharedStream(other, FLOW, 50));
            other.begin(100).table().row(1);
            until(other.messages::isEmpty);
            now.begin(100).table().row(1).commit(110);
            until(now.messages::isEmpty);
            other.commit(110).begin(200).row(2).commit(210);
            until(() -> now.closed);

            assertThat(rows(follower)).containsExactly(1, 2);
        }
    }

    /** One that comes to rest by its own stream has read what is just being handed over. */
    @Test
    void whatAFlowHasReadByItselfMeanwhileIsNotTold() {
        Script stream = new Script();
        SharedStream reading = new SharedStream(stream, FLOW, 50);
        Shared shared = Shared.start(new RealTime(), new SharedStream(new Script(), FLOW, 50));
        try (shared) {
            Follower follower = shared.follow("f", Set.of("public.t"));
            reading.followedBy(List.of(follower));
            stream.begin(100).table().row(1);
            assertThat(transaction(reading)).isFalse();
            follower.begin(110);
            stream.commit(110).begin(200).row(2).commit(210);
            assertThat(transaction(reading)).isTrue();
            assertThat(transaction(reading)).isTrue();

            assertThat(kinds(follower)).isEqualTo("BRIC");
        }
    }

    /** As whatTwoStreamsTellAtOnceIsToldOnce, by the description of its table. */
    @Test
    void aTableThatOneOfTwoStreamsDescribesIsDescribed() throws Exception {
        Script now = new Script();
        Script other = new Script();
        try (Shared shared = Shared.start(new RealTime(), new SharedStream(now, FLOW, 50))) {
            Follower follower = shared.follow("f", Set.of("public.t"));
            until(() -> follower.reaches(50));
            follower.begin(50);
            shared.become(new SharedStream(other, FLOW, 50));
            other.begin(100).table().row(1);
            until(other.messages::isEmpty);
            now.begin(100).table().row(1).commit(110);
            until(() -> shared.reached() == 110);

            assertThat(kinds(follower)).isEqualTo("BRIC");
        }
    }

    private static boolean transaction(SharedStream stream) {
        try {
            return stream.transaction();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String kinds(Follower follower) {
        StringBuilder kinds = new StringBuilder();
        byte[] message;
        while ((message = follower.next()) != null) {
            kinds.append((char) message[PgStream.PAYLOAD]);
        }
        return kinds.toString();
    }

    /** The first stream's place says nothing of tables that it does not ask for. */
    @Test
    void aFlowOfWhoseTablesOnlyTheNextStreamTellsWaitsForIt() throws Exception {
        Script now = new Script();
        Script other = new Script();
        now.heard = 500;
        Set<String> both = Set.of("f", "g");
        try (Shared shared = Shared.start(new RealTime(), new SharedStream(now, FLOW, 50))) {
            until(() -> shared.reached() == 500);
            shared.become(new SharedStream(other, both, 50));
            Follower late = shared.follow("g", Set.of("public.t"));
            Thread.sleep(50);
            assertThat(late.reaches(Long.MAX_VALUE)).isFalse();
            other.begin(400).table().row(1).commit(410).begin(600).row(2).commit(610);
            until(() -> late.reaches(610));
            other.begin(700).row(3).commit(710);
            until(() -> shared.reached() == 710);

            assertThat(rows(late)).containsExactly(3);
        }
    }
}
