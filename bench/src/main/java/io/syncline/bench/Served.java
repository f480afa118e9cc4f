package io.syncline.bench;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The product as it ships: the {@code serve} process, with its embedded store and its defaults,
 * configured and asked over REST. It runs through all rounds. A workload's sync is configured and
 * copies its rows before the workload's log is written, and is paused meanwhile, as in an outage; a
 * drain begins with its resume. For each round the flow's slot and its checkpoints at the target
 * are put back to where they were at the pause. Used by one thread.
 */
final class Served implements Contender {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SYNCS = "/api/v1/sync";
    private static final long PATIENCE_NANOS = 600_000_000_000L;
    private static final long STEP_MILLIS = 100;

    /** What is visible at the target is counted a moment later. */
    private static final long COUNT_NANOS = 10_000_000_000L;

    /** A question costs the server processor time that is measured. */
    private static final long ASK_NANOS = 1_000_000_000;

    private final ServeProcess server;
    private final Map<String, String> ids = new HashMap<>();
    private String settings = "";
    private long asked;

    private Served(ServeProcess server) {
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param data the server's folder; the folders above it let any user through
     */
    static Served start(Path data) throws IOException, InterruptedException {
        SourceTree.build();
        return new Served(ServeProcess.start(data));
    }

    @Override
    public String name() {
        return "syncline";
    }

    @Override
    public ProcessHandle process() {
        return server.process().toHandle();
    }

    @Override
    public void announce(Lab lab, Connection source, Workload workload) throws Exception {
        // It makes the tables by itself; of what it makes, the template gets the checkpoints alone.
        lab.database.empty();
        copy(lab, workload);
        awaitAll(workload);
        pause(lab, workload);
        Lab.copySlot(source, slot(workload), kept(workload));
        lab.database.keepCheckpoints(flow(workload));
    }

    /** Pauses a workload's sync, and waits until its slot has no reader. */
    void pause(Lab lab, Workload workload) throws Exception {
        call("POST", SYNCS + "/" + id(workload) + "/pause", "");
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE)) {
            Lab.awaitReleased(source, slot(workload));
        }
    }

    /** Configures a sync of the workload's tables and waits until their rows are copied. */
    void copy(Lab lab, Workload workload) throws Exception {
        JsonNode made = call("POST", SYNCS + "/configure", configuration(lab, workload));
        ids.put(workload.name(), made.path("sync_id").asString(""));
        await(workload, flow -> flow.path("phase").asString("").equals("streaming"));
    }

    /** Configures the sources of the syncs to come with some settings, as members of JSON. */
    void source(String more) {
        settings = more;
    }

    /** Waits until all that was written of a workload has come. */
    void awaitAll(Workload workload) throws Exception {
        await(workload, flow -> flow.path("lag_bytes").asLong(1) == 0);
    }

    /** Deletes the workload's sync and all it has made but its rows. */
    void delete(Workload workload) throws Exception {
        String id = id(workload);
        ids.remove(workload.name());
        call("DELETE", SYNCS + "/" + id + "?force=true", "");
    }

    private String configuration(Lab lab, Workload workload) {
        return """
        {"name": "%s", "type": "one_way", "mode": "real_time",
         "source": {"type": "postgresql", "connection": "%s", "tables": [%s]%s},
         "destinations": [{"name": "copy", "type": "%s", "connection": "%s"}]}
        """
                .formatted(
                        workload.name(),
                        lab.source.uri(Lab.DATABASE),
                        Syncline.tables(workload).stream()
                                .map(table -> '"' + table + '"')
                                .collect(joining(", ")),
                        settings,
                        lab.database.type(),
                        lab.target.uri(Lab.DATABASE));
    }

    private void await(Workload workload, Predicate<JsonNode> wanted) throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            if (wanted.test(status(workload).path("flows").path(0))) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("It does not get on: " + status(workload));
            }
            Thread.sleep(STEP_MILLIS);
        }
    }

    @Override
    public void prepare(Lab lab, Workload workload) throws Exception {
        try (Connection source = Lab.connect(lab.source, Lab.DATABASE)) {
            Lab.dropSlot(source, slot(workload));
            Lab.copySlot(source, kept(workload), slot(workload));
        }
    }

    @Override
    public void start(Lab lab, Workload workload) throws Exception {
        asked = System.nanoTime();
        call("POST", SYNCS + "/" + id(workload) + "/resume", "");
    }

    @Override
    public @Nullable String problem(Workload workload) {
        if (System.nanoTime() - asked < ASK_NANOS) {
            return null;
        }
        asked = System.nanoTime();
        try {
            JsonNode status = status(workload);
            JsonNode flow = status.path("flows").path(0);
            for (JsonNode problem : new JsonNode[] {status.path("problem"), flow.path("problem")}) {
                if (!problem.isMissingNode() && !problem.isNull()) {
                    return problem.asString();
                }
            }
            return null;
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }

    @Override
    public void stop(Lab lab, Workload workload) throws Exception {
        requireBacklogAlone(workload);
        call("POST", SYNCS + "/" + id(workload) + "/pause", "");
    }

    /** Had it copied rows again, or healed something, another work would have been measured. */
    private void requireBacklogAlone(Workload workload) throws Exception {
        long wanted = workload.changes() + Workload.MARKERS;
        long end = System.nanoTime() + COUNT_NANOS;
        while (true) {
            JsonNode flow = status(workload).path("flows").path(0);
            long applied = flow.path("applied").asLong(0);
            boolean healing = flow.path("healing").asBoolean(true);
            if (applied > wanted || healing) {
                throw new IllegalStateException(
                        "applied %d for a backlog of %d, healing: %s"
                                .formatted(applied, wanted, healing));
            }
            if (applied == wanted) {
                return;
            }
            if (System.nanoTime() > end) {
                // A flow that was opened again counts from there.
                System.out.printf(
                        "counted %d of %d, after %s retries%n",
                        applied, wanted, flow.path("retries").asString(""));
                return;
            }
            Thread.sleep(STEP_MILLIS);
        }
    }

    @Override
    public void end() throws IOException {
        try (server) {
            for (String id : ids.values()) {
                call("DELETE", SYNCS + "/" + id + "?force=true", "");
            }
        } catch (IOException | IllegalStateException e) {
            // All that it has left ends with the lab; why a drain failed is to be seen.
            System.err.println("Not deleted: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private JsonNode status(Workload workload) throws IOException, InterruptedException {
        return call("GET", SYNCS + "/status/" + id(workload), "");
    }

    private JsonNode call(String method, String path, String body)
            throws IOException, InterruptedException {
        ServeProcess.Answer answer = server.call(method, path, body);
        if (answer.status() >= 300) {
            throw new IllegalStateException(
                    method + " " + path + ": " + answer.status() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private String id(Workload workload) {
        return Objects.requireNonNull(ids.get(workload.name()), "not configured");
    }

    private String flow(Workload workload) {
        return id(workload) + "_0";
    }

    /** The flow's slot, by the connector's rule. */
    private String slot(Workload workload) {
        return "syncline_" + flow(workload);
    }

    /** The slot that stays where the flow's was at the pause. */
    private static String kept(Workload workload) {
        return "served_" + workload.name();
    }
}
