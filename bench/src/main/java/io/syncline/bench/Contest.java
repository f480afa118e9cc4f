package io.syncline.bench;

import io.syncline.testkit.services.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Contenders and the lab that they work in. Those who entered end before its servers do. */
final class Contest implements AutoCloseable {
    final Lab lab;

    private final Path folder;
    private final List<Contender> contenders = new ArrayList<>();

    private Contest(Lab lab, Path folder) {
        this.lab = lab;
        this.folder = folder;
    }

    /**
     * Opens a lab, on a folder that goes with this program.
     *
     * @param durable whether its servers wait for their disks
     */
    static Contest open(boolean durable) throws Exception {
        Path folder = Services.folder("bench");
        return new Contest(Lab.open(folder, durable), folder);
    }

    /** The same with a MariaDB as the target. */
    static Contest openMaria() throws Exception {
        Path folder = Services.folder("bench");
        return new Contest(Lab.openMaria(folder), folder);
    }

    /** Lets a contender in; the first is the one that ratios are of. */
    void enter(Contender contender) {
        contenders.add(contender);
    }

    /** Starts the product as it ships, and lets it in. */
    Served enterServed() throws Exception {
        Served served = Served.start(folder.resolve("serve"));
        enter(served);
        return served;
    }

    /** Who entered, in this order. */
    List<Contender> contenders() {
        return List.copyOf(contenders);
    }

    /** Ends the contenders, then the lab. */
    @Override
    public void close() throws IOException {
        try (lab) {
            for (Contender contender : contenders) {
                contender.end();
            }
        }
    }
}
