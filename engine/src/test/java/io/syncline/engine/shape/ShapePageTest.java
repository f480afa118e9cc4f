package io.syncline.engine.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The tables of the reference page say what the registries say. */
class ShapePageTest {
    private static final Path PAGE = Path.of("../docs/reference/shape.md");

    @Test
    void thePageListsEveryFunctionMaskAndValidatorAsItIs() throws Exception {
        String page = Files.readString(PAGE);
        if (System.getenv("SYNCLINE_REWRITE") != null) {
            page = replaced(page, "functions", functions());
            page = replaced(page, "masks", masks());
            page = replaced(page, "validators", validators());
            Files.writeString(PAGE, page);
        }
        assertThat(table(page, "functions")).isEqualTo(functions());
        assertThat(table(page, "masks")).isEqualTo(masks());
        assertThat(table(page, "validators")).isEqualTo(validators());
    }

    private static String begin(String name) {
        return "<!-- tested: " + name + " -->\n";
    }

    private static String table(String page, String name) {
        int from = page.indexOf(begin(name)) + begin(name).length();
        return page.substring(from, page.indexOf("\n\n", from) + 1);
    }

    private static String replaced(String page, String name, String table) {
        return page.replace(begin(name) + table(page, name), begin(name) + table);
    }

    private static String functions() {
        List<String> lines = new ArrayList<>();
        lines.add("| function | takes | gives | leads back | arguments | what it does |");
        lines.add("|---|---|---|---|---|---|");
        Functions.named()
                .forEach(
                        (name, function) ->
                                lines.add(
                                        "| `$%s` | %s | %s | %s | %s | %s |"
                                                .formatted(
                                                        name,
                                                        function.taken(),
                                                        given(function),
                                                        back(function),
                                                        function.asked(),
                                                        function.summary())));
        return String.join("\n", lines) + "\n";
    }

    private static String given(Function function) {
        Set<Kind> kinds = new TreeSet<>();
        for (Kind kind : function.takes()) {
            kinds.add(Kind.of(bound(function, kind).type()));
        }
        return kinds.equals(new TreeSet<>(function.takes())) && kinds.size() > 1
                ? "the same"
                : Kind.told(kinds);
    }

    private static String back(Function function) {
        Set<Kind> kinds = new TreeSet<>();
        for (Kind kind : function.takes()) {
            if (bound(function, kind).inverse() != null) {
                kinds.add(kind);
            }
        }
        return kinds.isEmpty()
                ? "no"
                : kinds.size() == function.takes().size() ? "yes" : "from " + Kind.told(kinds);
    }

    private static Function.Bound bound(Function function, Kind kind) {
        return Samples.bind(function, kind.sample(), Samples.args(function.name(), kind));
    }

    private static String masks() {
        List<String> lines = new ArrayList<>();
        lines.add("| mask | takes | arguments | what is left |");
        lines.add("|---|---|---|---|");
        Masks.named()
                .forEach(
                        (name, mask) ->
                                lines.add(
                                        "| `%s` | %s | %s | %s |"
                                                .formatted(
                                                        name,
                                                        mask.taken(),
                                                        mask.asked(),
                                                        mask.summary())));
        return String.join("\n", lines) + "\n";
    }

    private static String validators() {
        List<String> lines = new ArrayList<>();
        lines.add("| validator | takes | arguments | what has to hold | parked as |");
        lines.add("|---|---|---|---|---|");
        Validators.named()
                .forEach(
                        (name, validator) ->
                                lines.add(
                                        "| `%s` | %s | %s | %s | `%s` |"
                                                .formatted(
                                                        name,
                                                        validator.taken(),
                                                        validator.asked(),
                                                        validator.summary(),
                                                        validator.code().text())));
        return String.join("\n", lines) + "\n";
    }
}
