package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.endpoint.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorPageTest {
    private static final Path ROOT = Checkout.root();
    private static final Path PAGE = ROOT.resolve("docs/reference/errors.md");
    private static final Path SOURCE =
            ROOT.resolve("core/src/main/java/io/syncline/core/endpoint/Code.java");
    private static final Pattern SAID = Pattern.compile("\\bCode\\.([A-Z0-9_]+)\\b");

    @Test
    void thePageSaysWhatTheCodeSays() throws IOException {
        String page = ErrorPage.of(Files.readString(SOURCE));
        if (System.getenv("SYNCLINE_REWRITE") != null) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("run SYNCLINE_REWRITE=1 ./syncline test -pl cli -am -Dtest=ErrorPageTest")
                .isEqualTo(page);
    }

    @Test
    void everyCodeIsOnThePage() throws IOException {
        String page = ErrorPage.of(Files.readString(SOURCE));
        for (Code code : Code.values()) {
            assertThat(page).contains("| `" + code.text() + "` | `" + code.name() + "` |");
        }
    }

    @Test
    void everyCodeSaysWhatToDo() throws IOException {
        assertThat(
                        ErrorPage.of(Files.readString(SOURCE))
                                .lines()
                                .filter(line -> line.endsWith("|  |")))
                .isEmpty();
    }

    @Test
    void everyCodeIsSaidSomewhere() {
        Set<String> said =
                Checkout.files(".java").stream()
                        .filter(file -> Checkout.name(file).contains("/src/main/java/"))
                        .filter(file -> !file.equals(SOURCE))
                        .flatMap(file -> SAID.matcher(Checkout.text(file)).results())
                        .map(found -> found.group(1))
                        .collect(Collectors.toSet());

        assertThat(Stream.of(Code.values()).map(Code::name)).allMatch(said::contains);
    }

    @Test
    void aNumberThatIsUsedTwiceIsRefused() {
        assertThatThrownBy(() -> ErrorPage.of("/** One. */ A(1001),\n/** Two. */ B(1001);"))
                .hasMessageContaining("SYN-1001");
    }
}
