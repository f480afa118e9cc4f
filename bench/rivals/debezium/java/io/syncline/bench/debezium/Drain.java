package io.syncline.bench.debezium;

import io.debezium.connector.jdbc.JdbcSinkConnectorTask;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.syncline.bench.told.Told;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * One engine that hands its batches straight to one sink: no broker, no converter, no copy of a
 * record in between. A batch is acknowledged when the sink has committed it.
 */
final class Drain
        implements DebeziumEngine.ChangeConsumer<RecordChangeEvent<SourceRecord>>, Told.Work {
    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private final JdbcSinkConnectorTask sink = new JdbcSinkConnectorTask();
    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final Map<String, String> tables = new HashMap<>();
    private long offset;
    private boolean stopped;

    /**
     * Connects to the target.
     *
     * @param problem told when the engine has ended by an error
     */
    Drain(Settings settings, Consumer<String> problem) {
        sink.start(settings.sink());
        engine =
                DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                        .using(settings.engine())
                        .using(
                                (success, message, error) -> {
                                    if (!success) {
                                        problem.accept(message + ", " + error);
                                    }
                                })
                        .notifying(this)
                        .build();
    }

    /** Starts reading. */
    @Override
    public void begin() {
        threads.execute(engine);
    }

    @Override
    public synchronized void handleBatch(
            List<RecordChangeEvent<SourceRecord>> events,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        if (stopped) {
            return;
        }
        List<SinkRecord> records = new ArrayList<>(events.size());
        for (RecordChangeEvent<SourceRecord> event : events) {
            records.add(record(event.record()));
        }
        sink.put(records);
        Throwable failure = sink.getLastProcessingException();
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
        // There is one partition: whoever is at the last record has been at all.
        committer.markProcessed(events.get(events.size() - 1));
        committer.markBatchFinished();
    }

    private SinkRecord record(SourceRecord from) {
        String table = tables.computeIfAbsent(from.topic(), Drain::table);
        return new SinkRecord(
                table, 0, from.keySchema(), from.key(), from.valueSchema(), from.value(), offset++);
    }

    /** What comes after prefix and schema. */
    private static String table(String topic) {
        return topic.substring(topic.lastIndexOf('.') + 1);
    }

    /** Ends after the batch that the sink has begun: its deletes come last. */
    @Override
    public void stop() throws IOException {
        synchronized (this) {
            stopped = true;
        }
        engine.close();
        threads.shutdown();
        sink.stop();
    }
}
