package io.syncline.cli.remote;

import io.syncline.cli.screen.Table;
import io.syncline.cli.screen.Table.Column;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Compares every row. */
@Command(
        name = "verify",
        description = {
            "Compares every row of each destination with the source.",
            "Exits 0 when all are equal, 1 when some differ."
        },
        mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
    private static final int SHOWN_MAX = 20;

    @Parameters(paramLabel = "SYNC", description = "Its name or id.")
    private String sync = "";

    @Option(
            names = "--repair",
            description = "Write the source's rows where a destination differs, and compare again.")
    private boolean repair;

    @Mixin private Remote remote = new Remote();

    /** For picocli. */
    public VerifyCommand() {}

    /** Compares; 0 when all are equal. */
    @Override
    public Integer call() {
        return remote.ask(
                (server, output) -> {
                    String id = Syncs.id(server, sync);
                    if (output.forPeople()) {
                        output.screen().show(List.of("Comparing every row …"), "Comparing");
                    }
                    JsonNode found;
                    try {
                        found =
                                server.post(
                                        Syncs.ALL + "/" + id + (repair ? "/repair" : "/verify"),
                                        null);
                    } finally {
                        output.screen().clear();
                    }
                    output.answer(found, () -> tell(output, found));
                    return found.path("equal").asBoolean() ? Exit.OK : Exit.FAILED;
                });
    }

    private void tell(Output output, JsonNode found) {
        Table table =
                new Table(
                        Column.text("DESTINATION"),
                        Column.word("RESULT"),
                        Column.number("TABLES"),
                        Column.number("ROWS"),
                        Column.number("DIFFER"),
                        Column.text("COMPARED AT"));
        Table differences =
                new Table(
                        Column.text("DESTINATION"),
                        Column.text("TABLE"),
                        Column.text("KEY"),
                        Column.word("KIND"),
                        Column.text("FIELDS"));
        int shown = 0;
        int all = 0;
        JsonNode legs = found.path("destinations");
        for (JsonNode one : legs.values()) {
            JsonNode different = one.path("differences");
            all += different.size();
            table.row(
                    Cells.leg(one, legs),
                    one.path("equal").asBoolean() ? "equal" : "different",
                    Cells.number(one.path("tables").asLong()),
                    Cells.number(one.path("rows").asLong()),
                    Cells.number(different.size()),
                    Cells.of(one, "position"));
            for (JsonNode each : different.values()) {
                if (shown++ < SHOWN_MAX) {
                    differences.row(
                            Cells.leg(one, legs),
                            Cells.of(each, "table"),
                            Cells.of(each, "key"),
                            Cells.of(each, "kind"),
                            Cells.of(each, "fields"));
                }
            }
        }
        output.table(table);
        if (found.path("outside_window").asBoolean()) {
            output.line("This was outside of the sync's copy_windows.");
        }
        if (!differences.isEmpty()) {
            output.line("");
            output.table(differences);
            if (all > SHOWN_MAX) {
                output.line("… and " + (all - SHOWN_MAX) + " more: -o json has all");
            }
            if (!repair) {
                output.line("Next: syncline verify --repair " + Quoted.word(sync));
            }
        }
    }
}
