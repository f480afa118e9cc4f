package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Change;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Batch;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A flow that is read all the time by a thread of its own, and what it was told. */
final class Flow implements AutoCloseable {
    final Selection selection;
    private final Fixture on;
    final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final AtomicBoolean stopped = new AtomicBoolean();
    final AtomicBoolean slow = new AtomicBoolean();
    private Thread thread;
    volatile @Nullable Position last;
    volatile @Nullable Throwable failure;

    Flow(Fixture on, String... tables) {
        this.on = on;
        this.selection = on.prepared(tables);
        this.thread = begin();
    }

    private Thread begin() {
        stopped.set(false);
        return Thread.ofPlatform().start(this::read);
    }

    private void read() {
        // What ends without its place is told again by the next reader.
        List<String> part = new ArrayList<>();
        try (Reader reader = on.endpoint.read(last, selection)) {
            while (!stopped.get()) {
                Batch batch = reader.poll(Duration.ofMillis(50));
                take(batch, part);
                Position at = batch == null ? null : Fixture.position(batch);
                if (at != null) {
                    assertThat(last == null || on.endpoint.covers(at, last)).isTrue();
                    told.addAll(part);
                    part.clear();
                    last = at;
                    reader.acknowledge(at);
                }
                if (slow.get()) {
                    Thread.sleep(50);
                }
            }
        } catch (Throwable e) {
            failure = e;
        }
    }

    private static void take(@Nullable Batch batch, List<String> part) {
        switch (batch) {
            case Batch.Rows rows -> rows.changes().forEach(each -> part.add(text(each)));
            case Batch.Truncated(List<String> collections, _) -> part.add("T " + collections);
            case Batch.Relayout relayout -> part.add("L " + relayout.layout().fields().size());
            case null, default -> {}
        }
    }

    private static String text(Change change) {
        Value key = change.id().key().getFirst();
        return change.op() + " " + ((Value.Int) key).value();
    }

    /** What it was told, but for what tables look like. */
    List<String> changes() {
        synchronized (told) {
            return told.stream().filter(each -> !each.startsWith("L")).toList();
        }
    }

    void stop() throws InterruptedException {
        stopped.set(true);
        thread.join();
    }

    void restart() throws InterruptedException {
        stop();
        thread = begin();
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
