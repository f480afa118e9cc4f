package io.syncline.bench;

import io.syncline.testkit.twoway.TwoWayCampaign;
import io.syncline.testkit.world.Campaign;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The measurements, by name. */
public final class Main {
    /** One measurement. */
    @FunctionalInterface
    private interface Measurement {
        void run(String[] args) throws Exception;
    }

    private static final Map<String, Measurement> ALL = new LinkedHashMap<>();

    static {
        ALL.put("drain", Drain::main);
        ALL.put("served", Drain::served);
        ALL.put("shape", Drain::shaped);
        ALL.put("read", ReadRate::main);
        ALL.put("start", Start::main);
        ALL.put("kill", KillDose::main);
        ALL.put("keeping-up", KeepingUp::main);
        ALL.put("world", Campaign::main);
        ALL.put("two-way-world", TwoWayCampaign::main);
        ALL.put("memory", Footprint::main);
        ALL.put("snapshot", Snapshot::main);
        ALL.put("latency", Latency::main);
        ALL.put("outbox", OutboxCost::main);
        ALL.put("rivals", Rivals::main);
        ALL.put("maria", Maria::main);
        ALL.put("scale", Scale::main);
        ALL.put("maria-load", MariaLoad::main);
        ALL.put("conditional", ConditionalWrites::main);
        ALL.put("parked", ParkedCost::main);
        ALL.put("reconcile", ReconcileRate::main);
        ALL.put("flame", Flame::main);
    }

    private Main() {}

    /** Runs the measurement that the first word names with the words after it. */
    public static void main(String[] args) throws Exception {
        Measurement measurement = args.length == 0 ? null : ALL.get(args[0]);
        if (measurement == null) {
            System.err.println(
                    "bench/run <name> [arguments]; names: " + String.join(", ", ALL.keySet()));
            System.exit(2);
            return;
        }
        measurement.run(Arrays.copyOfRange(args, 1, args.length));
    }
}
