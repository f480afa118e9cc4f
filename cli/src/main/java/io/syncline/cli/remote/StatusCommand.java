package io.syncline.cli.remote;

import io.syncline.cli.screen.FullScreen;
import io.syncline.cli.screen.Table;
import io.syncline.cli.screen.Width;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** How all syncs are doing. */
@Command(
        name = "status",
        description = {
            "Says how syncs are doing, and what to do next.",
            "Exits 0 when all is well, 1 when a sync needs somebody."
        },
        mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "SYNC",
            arity = "0..1",
            description = "Its name or id; all of them if left out.")
    private @Nullable String sync;

    @Option(
            names = {"-w", "--watch"},
            description = "Look again and again, until Ctrl-C. In a file or pipe: line after line.")
    private boolean watch;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = Patience.Spans.class,
            description = "With --watch, how often. Default: ${DEFAULT-VALUE}")
    private Duration interval = Duration.ofSeconds(1);

    @Option(
            names = "--times",
            paramLabel = "COUNT",
            defaultValue = "0",
            description = "With --watch, how many looks; 0 for no end.")
    private int times;

    @Mixin private Remote remote = new Remote();

    private final Board board = new Board();

    /** For picocli. */
    public StatusCommand() {}

    /** Looks; 0 when all is well. */
    @Override
    public Integer call() {
        if (interval.toMillis() < 100) {
            throw Failure.of(Exit.USAGE, "--interval is at least 100ms.");
        }
        return remote.ask((server, output) -> watch ? watch(server, output) : once(server, output));
    }

    private int once(Server server, Output output) {
        List<JsonNode> statuses = statuses(server);
        Board.Look look = board.look(statuses, System.nanoTime());
        output.answer(node(statuses), () -> lines(look, output).forEach(output::line));
        return look.alarms() == 0 ? Exit.OK : Exit.FAILED;
    }

    private static JsonNode node(List<JsonNode> statuses) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        statuses.forEach(all::add);
        return JsonNodeFactory.instance.objectNode().set("syncs", all);
    }

    private List<JsonNode> statuses(Server server) {
        List<String> ids = new ArrayList<>();
        if (sync != null) {
            ids.add(Syncs.id(server, sync));
        } else {
            Syncs.all(server).forEach(each -> ids.add(each.path("sync_id").asString()));
        }
        List<JsonNode> statuses = new ArrayList<>();
        for (String id : ids) {
            try {
                statuses.add(server.get(Syncs.ALL + "/status/" + id));
            } catch (Failure e) {
                // Deleted between the two questions.
                if (e.exit() != Exit.NOT_FOUND || sync != null) {
                    throw e;
                }
            }
        }
        return statuses;
    }

    private static List<String> lines(Board.Look look, Output output) {
        if (look.table().isEmpty()) {
            return List.of("There is no sync yet: make one with syncline sync create -f FILE");
        }
        List<String> lines = new ArrayList<>(look.table().lines(output.width()));
        if (!look.next().isEmpty()) {
            lines.add("");
            lines.add("Next:");
            look.next().forEach(each -> lines.add("  " + each));
        }
        return lines;
    }

    private int watch(Server server, Output output) {
        boolean drawn = output.forPeople() && Width.terminal();
        try (FullScreen screen = drawn ? FullScreen.enter() : null) {
            for (int i = 0; times == 0 || i < times; i++) {
                if (i > 0) {
                    Thread.sleep(interval);
                }
                if (screen == null) {
                    plain(server, output);
                } else {
                    screen.show(page(server, screen.size(), output));
                }
            }
            return Exit.OK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Exit.OK;
        }
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** What a file or a pipe gets: lines that stand for themselves. */
    private void plain(Server server, Output output) {
        List<JsonNode> statuses = statuses(server);
        Board.Look look = board.look(statuses, System.nanoTime());
        if (!output.forPeople()) {
            output.node(node(statuses));
            return;
        }
        String time = now();
        List<String> lines = look.table().lines(Integer.MAX_VALUE);
        lines.subList(1, lines.size()).forEach(line -> output.line(time + "  " + line));
        look.next().forEach(each -> output.line(time + "  ! " + each));
    }

    private List<String> page(Server server, Width size, Output output) {
        List<String> lines = new ArrayList<>();
        String right = now().substring(11, 19) + " UTC";
        String left = "Syncline at " + server.uri().getHost() + ":" + server.uri().getPort();
        try {
            List<JsonNode> statuses = statuses(server);
            Board.Look look = board.look(statuses, System.nanoTime());
            String counts =
                    "   %d %s, %s"
                            .formatted(
                                    statuses.size(),
                                    statuses.size() == 1 ? "sync" : "syncs",
                                    look.alarms() == 0
                                            ? "all is well"
                                            : look.alarms() + " to look at");
            lines.add(head(left + counts, right, size.columns()));
            lines.add("");
            if (look.table().isEmpty()) {
                lines.add("There is no sync yet: make one with syncline sync create -f FILE");
                return lines;
            }
            List<String> rows = look.table().lines(size.columns());
            lines.add(output.screen().quiet(rows.getFirst()));
            rows.subList(1, rows.size()).forEach(row -> lines.add(Tint.row(row, output.screen())));
            lines.add("");
            for (String each : look.next()) {
                Wrap.lines(each, size.columns() - 2)
                        .forEach(part -> lines.add(output.screen().loud(part)));
            }
        } catch (Failure e) {
            // A server that starts again is met again.
            lines.add(head(left, right, size.columns()));
            lines.add("");
            String.valueOf(e.getMessage())
                    .lines()
                    .flatMap(line -> Wrap.lines(line, size.columns() - 2).stream())
                    .forEach(line -> lines.add(output.screen().loud(line)));
        }
        return lines;
    }

    private static String head(String left, String right, int width) {
        int space = width - left.length() - right.length();
        return space < 1 ? Table.cut(left, width) : left + " ".repeat(space) + right;
    }
}
