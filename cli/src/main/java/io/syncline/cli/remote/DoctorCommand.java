package io.syncline.cli.remote;

import io.syncline.cli.screen.Table;
import io.syncline.cli.screen.Table.Column;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Looks for what is wrong, left over or missing. */
@Command(
        name = "doctor",
        description = {
            "Looks at the server, at every endpoint it knows, and for what is left over or missing.",
            "Exits 0 when there is nothing to do, 1 when there is."
        },
        mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
    private static final String PATH = "/api/v1/doctor";

    @Option(
            names = "--fix",
            description =
                    "Remove what deleted syncs of this server have left, after asking; never"
                            + " anything of another server.")
    private boolean fix;

    @Option(
            names = {"-y", "--yes"},
            description = "With --fix, do not ask.")
    private boolean yes;

    @Mixin private Remote remote = new Remote();

    /** For picocli. */
    public DoctorCommand() {}

    /** Looks; 0 when there is nothing to do. */
    @Override
    public Integer call() {
        return remote.ask(
                (server, output) -> {
                    JsonNode found = server.get(PATH);
                    if (!fix) {
                        output.answer(found, () -> tell(output, found));
                        return found.path("healthy").asBoolean() ? Exit.OK : Exit.FAILED;
                    }
                    return fix(server, output, found);
                });
    }

    private int fix(Server server, Output output, JsonNode found) {
        long orphans = 0;
        for (JsonNode finding : found.path("findings").values()) {
            orphans += finding.path("name").asString().equals("ORPHAN") ? 1 : 0;
        }
        if (orphans > 0) {
            if (output.forPeople()) {
                tell(output, found);
            }
            Asking.agree(yes, "Remove " + orphans + " things that belong to no sync any more?");
        }
        JsonNode mended = server.post(PATH + "/fix", null);
        output.answer(mended, () -> mended(output, mended));
        for (JsonNode orphan : mended.path("orphans").values()) {
            if (!orphan.path("removed").asBoolean()) {
                return Exit.FAILED;
            }
        }
        return Exit.OK;
    }

    private static void mended(Output output, JsonNode mended) {
        if (mended.path("orphans").isEmpty()) {
            output.line("There was nothing to remove.");
        }
        for (JsonNode orphan : mended.path("orphans").values()) {
            boolean removed = orphan.path("removed").asBoolean();
            output.line(
                    (removed ? "Removed " : "Not removed: ")
                            + Cells.of(orphan, "kind")
                            + " "
                            + Cells.of(orphan, "name")
                            + " ("
                            + Cells.of(orphan, "flow")
                            + ") at "
                            + Cells.of(orphan, "endpoint")
                            + (removed ? "" : ": " + Cells.of(orphan, "problem")));
        }
    }

    private static void tell(Output output, JsonNode found) {
        JsonNode server = found.path("server");
        output.line(
                "Server: Java %s, store answers in %s ms, %s free"
                        .formatted(
                                Cells.of(server, "java"),
                                Cells.of(server, "store_took_ms"),
                                Board.bytes(server.path("disk_free_bytes").asLong())));
        Table table =
                new Table(
                        Column.text("ENDPOINT"),
                        Column.word("ANSWERS"),
                        Column.number("ORPHANS"),
                        Column.number("CLOCK"),
                        Column.text("VERSION"));
        for (JsonNode each : found.path("endpoints").values()) {
            table.row(
                    Cells.of(each, "name"),
                    each.path("answers").asBoolean() ? "yes" : "no",
                    Cells.of(each, "orphans"),
                    Cells.of(each, "clock_ahead_ms") + " ms",
                    Cells.of(each, "version"));
        }
        if (!table.isEmpty()) {
            output.table(table);
        }
        Findings.tell(output, found.path("findings"));
        if (found.path("healthy").asBoolean()) {
            output.line("There is nothing to do.");
        }
    }
}
