package io.syncline.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * SymmetricDS between the same two databases, with a table of its own that either end may write.
 * Its triggers are installed before the table is written, so capturing costs the writers and is not
 * in the drain; routing and loading are. Its settings are in {@code bench/rivals/symmetricds}.
 */
final class SymmetricPair implements PairKeeper, AutoCloseable {
    static final String TABLE = "symmetrical";
    private static final String HOME = "symmetricds";

    private final PairLab lab;
    private final RivalProcess process = new RivalProcess(HOME);

    SymmetricPair(PairLab lab) {
        this.lab = lab;
    }

    /** Whether there is anything to start. */
    static boolean built() {
        return RivalProcess.built(HOME);
    }

    @Override
    public String table() {
        return TABLE;
    }

    @Override
    public void ready() throws Exception {
        Map<String, String> settings =
                new HashMap<>(Rival.Target.of(lab.lab.target, Lab.DATABASE).settings());
        settings.put("source.url", lab.lab.source.jdbcUrl(Lab.DATABASE));
        settings.put("source.user", lab.lab.source.user());
        settings.put("source.password", lab.lab.source.password());
        settings.put("tables", TABLE);
        settings.put("both_ways", "true");
        process.describe(settings);
        process.carryOut("ready");
    }

    @Override
    public void begin() throws Exception {
        process.carryOut("begin");
    }

    @Override
    public void stop() throws Exception {
        process.carryOut("stop");
    }

    @Override
    public @Nullable ProcessHandle process() {
        return process.handle();
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
