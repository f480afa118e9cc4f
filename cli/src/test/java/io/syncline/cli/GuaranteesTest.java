package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each claim of the pages on guarantees and promises names a test, and the test is there. */
class GuaranteesTest {
    private static final Path PAGE = Checkout.root().resolve("docs/explanation/guarantees.md");

    private static final Path SCHEDULES = Checkout.root().resolve("docs/explanation/schedules.md");

    private static final Path PROMISES = Checkout.root().resolve("docs/explanation/promises.md");

    /** A test class, or one test of it. */
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w+)(?:\\.(\\w+))?`");

    @Test
    void everyClaimNamesATestThatIsThere() {
        List<String> claims = claims(Checkout.text(PAGE));

        assertThat(claims).hasSizeGreaterThan(8);
        assertThat(claims).allSatisfy(claim -> assertThat(names(claim)).isNotEmpty());
        assertThat(claims.stream().flatMap(claim -> names(claim).stream()).filter(this::isMissing))
                .isEmpty();
    }

    @Test
    void everyPromiseNamesATestThatIsThereOrSaysThatItIsNotKeptYet() {
        List<String> promises =
                claims(Checkout.text(PROMISES)).stream()
                        .filter(line -> !line.startsWith("| promise "))
                        .toList();

        assertThat(promises).hasSize(25);
        assertThat(promises)
                .allSatisfy(
                        promise ->
                                assertThat(!names(promise).isEmpty() || promise.contains("not yet"))
                                        .as(promise)
                                        .isTrue());
        assertThat(
                        promises.stream()
                                .filter(promise -> !promise.contains("| not yet"))
                                .flatMap(promise -> names(promise).stream())
                                .filter(this::isMissing))
                .isEmpty();
    }

    @Test
    void everyScheduleNamesATestThatIsThere() {
        List<String> schedules =
                claims(Checkout.text(SCHEDULES)).stream()
                        .filter(line -> !line.startsWith("| schedule "))
                        .toList();

        assertThat(schedules).hasSize(23);
        assertThat(schedules).allSatisfy(each -> assertThat(names(each)).isNotEmpty());
        assertThat(schedules.stream().flatMap(each -> names(each).stream()).filter(this::isMissing))
                .isEmpty();
    }

    @Test
    void aTestThatIsNotThereIsNoticed() {
        assertThat(isMissing("NoSuchTest")).isTrue();
        assertThat(isMissing("GuaranteesTest.noSuchMethod")).isTrue();
        assertThat(isMissing("GuaranteesTest.aTestThatIsNotThereIsNoticed")).isFalse();
    }

    /** The lines of the table, without its head. */
    private static List<String> claims(String page) {
        return page.lines()
                .filter(line -> line.startsWith("| "))
                .filter(line -> !line.startsWith("| claim "))
                .toList();
    }

    private static List<String> names(String claim) {
        List<String> names = new ArrayList<>();
        Matcher matcher = NAME.matcher(claim);
        while (matcher.find()) {
            names.add(matcher.group().replace("`", ""));
        }
        return names;
    }

    private boolean isMissing(String name) {
        String type = name.replaceFirst("\\..*", "");
        String method = name.substring(name.indexOf('.') + 1);
        Pattern test =
                name.contains(".")
                        ? Pattern.compile(
                                "@(Test|ParameterizedTest)\\b[^;]{0,300}?void " + method + "\\(")
                        : Pattern.compile("@(Test|ParameterizedTest)\\b|StoreUnderTest|Contract");
        return Checkout.files("/" + type + ".java").stream()
                .noneMatch(file -> test.matcher(Checkout.text(file)).find());
    }
}
