package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Reader;
import java.util.List;

/** A mirror that runs, with what has to be closed after it. */
record Running(
        Mirror mirror,
        MirrorMeter meter,
        boolean copies,
        Reader reader,
        Sweeps sweeps,
        List<Lanes.Handle> lanes,
        List<Shard> shards)
        implements AutoCloseable {
    boolean snapshotting() {
        return copies && !meter.copied();
    }

    @Override
    public void close() {
        lanes.forEach(Lanes.Handle::stop);
        shards.forEach(Shard::close);
        reader.close();
        sweeps.close();
        mirror.close();
    }
}
