package io.syncline.bench.debezium;

import io.syncline.bench.told.Told;
import java.io.IOException;

/** Drains slots, one after the other; {@link Settings} says how one is described. */
public final class Main {
    private Main() {}

    /** Runs until the standard input ends. */
    public static void main(String[] args) throws IOException {
        Told.obey((described, problem) -> new Drain(new Settings(described), problem));
    }
}
