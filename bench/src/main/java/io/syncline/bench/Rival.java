package io.syncline.bench;

import io.syncline.embedded.RunningServer;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A contender that others wrote. It is described and made ready by {@link #prepare}, in a process
 * that stays for all rounds; what it needs of the target is connected before the clock runs.
 */
interface Rival extends Contender {
    /** Its process, always the same. */
    RivalProcess rival();

    @Override
    default void start(Lab lab, Workload workload) throws Exception {
        rival().carryOut("begin");
    }

    @Override
    default @Nullable ProcessHandle process() {
        return rival().handle();
    }

    @Override
    default @Nullable String problem(Workload workload) {
        return rival().problem();
    }

    @Override
    default void stop(Lab lab, Workload workload) throws Exception {
        rival().carryOut("stop");
    }

    @Override
    default void end() throws IOException {
        rival().close();
    }

    /**
     * A database that a rival writes to.
     *
     * @param url of JDBC, without credentials
     * @param password a secret
     */
    record Target(String url, String user, String password) {
        /** A database of a server. */
        static Target of(RunningServer server, String database) {
            return new Target(server.jdbcUrl(database), server.user(), server.password());
        }

        /** As a rival's process is told of it. */
        Map<String, String> settings() {
            return Map.of("target.url", url, "target.user", user, "target.password", password);
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Target[url=%s, user=%s, password=***]".formatted(url, user);
        }
    }
}
