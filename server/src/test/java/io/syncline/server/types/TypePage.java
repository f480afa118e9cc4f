package io.syncline.server.types;

import io.syncline.core.endpoint.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The tables of docs/reference/types.md: what a run has shown. */
final class TypePage {
    private static final Path PAGE = root().resolve("docs/reference/types.md");

    private TypePage() {}

    /** The table for one side, with a line for each type. */
    static String table(Side side, TypeRun run) throws SQLException {
        Map<String, List<String>> columns = run.columns(side);
        StringBuilder table = new StringBuilder();
        table.append("| PostgreSQL | ")
                .append(side.word())
                .append(" | arrives | parked | announced |\n|---|---|---|---|---|\n");
        for (TypeCase type : TypeRun.CASES) {
            List<String> made = columns.get(type.column());
            Set<Code> codes = run.announced(side, type);
            table.append("| `")
                    .append(type.type())
                    .append("` | ")
                    .append(made == null ? "nothing" : "`" + made.getFirst() + "`")
                    .append(" | ")
                    .append(type.differs().getOrDefault(side, "as it is"))
                    .append(" | ")
                    .append(type.parked().getOrDefault(side, ""))
                    .append(" | ")
                    .append(codes.stream().map(Code::text).collect(Collectors.joining(", ")))
                    .append(" |\n");
        }
        return table.toString().replace("  |", " |");
    }

    /** The table as the page has it. */
    static String read(Side side) throws IOException {
        String page = Files.readString(PAGE);
        return page.substring(start(side, page), end(side, page));
    }

    /** Puts the table onto the page. */
    static void write(Side side, String table) throws IOException {
        String page = Files.readString(PAGE);
        Files.writeString(
                PAGE,
                page.substring(0, start(side, page)) + table + page.substring(end(side, page)));
    }

    private static int start(Side side, String page) {
        String mark = "<!-- tested: PostgreSQL to " + side.word() + " -->\n";
        int at = page.indexOf(mark);
        if (at < 0) {
            throw new IllegalStateException("The page has no line " + mark);
        }
        return at + mark.length();
    }

    private static int end(Side side, String page) {
        return page.indexOf("<!-- end -->", start(side, page));
    }

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("docs/reference/types.md"))) {
            at = at.getParent();
        }
        return at;
    }
}
