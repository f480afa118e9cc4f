package io.syncline.cli;

import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The error reference, made from the comments of the enum {@code Code}. */
final class ErrorPage {
    private static final Pattern CONSTANT =
            Pattern.compile(
                    "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*([A-Z_0-9]+)\\((\\d+)\\)", Pattern.DOTALL);

    private static final List<String> AREAS =
            List.of(
                    "",
                    "Configuration",
                    "Endpoints",
                    "PostgreSQL",
                    "MariaDB and MySQL",
                    "Data",
                    "Engine and store",
                    "Security");

    private ErrorPage() {}

    /** The page, from the enum's source text. */
    static String of(String source) {
        TreeMap<Integer, String> lines = new TreeMap<>();
        Matcher matcher = CONSTANT.matcher(source);
        while (matcher.find()) {
            String comment = matcher.group(1).replaceAll("\\s*\\n\\s*\\*\\s?", " ").strip();
            String[] sentences = comment.split("(?<=\\.)\\s+", 2);
            String advice = sentences.length > 1 ? sentences[1] : "";
            int number = Integer.parseInt(matcher.group(3));
            String line =
                    "| `SYN-%d` | `%s` | %s | %s |\n"
                            .formatted(number, matcher.group(2), sentences[0], advice);
            if (lines.put(number, line) != null) {
                throw new IllegalStateException("SYN-" + number + " is used twice");
            }
        }
        StringBuilder page =
                new StringBuilder(
                        """
                        # Errors

                        Made from the comments of `Code` in `core`; do not edit. Numbers are never used twice.
                        """);
        int area = 0;
        for (var entry : lines.entrySet()) {
            if (entry.getKey() / 1000 != area) {
                area = entry.getKey() / 1000;
                page.append("\n## ").append(AREAS.get(area));
                page.append(
                        "\n\n| code | name | what it means | what to do |\n|---|---|---|---|\n");
            }
            page.append(entry.getValue());
        }
        return page.toString();
    }
}
