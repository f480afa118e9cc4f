package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The house style that no tool knows. */
class TidyTest {
    private static final int MAIN_LINES_MAX = 300;
    private static final int TEST_LINES_MAX = 400;

    /** How much shorter than its limit a file may get before the limit has to follow. */
    private static final int SLACK_LINES = 20;

    /** Files that are longer, each with its reason and a limit that may only be lowered. */
    private static final Map<String, Integer> LONGER =
            Map.of(
                    // One algorithm: how a flow starts.
                    "engine/src/main/java/io/syncline/engine/mirror/FlowSetup.java", 364);

    /** One list, the manual of all errors: it grows with what can go wrong. */
    private static final String LIST = "core/src/main/java/io/syncline/core/endpoint/Code.java";

    private static final Pattern BANNED_NAME =
            Pattern.compile("Abstract.*|.*(Manager|Helper|Utils?|Impl)");

    /** Hosts of registries and mirrors: where artifacts come from is not the project's to say. */
    private static final Pattern HOST =
            Pattern.compile(
                    "repo1?\\.maven|maven\\.org|registry\\.[\\w-]+\\.\\w|artifactory|/nexus/");

    /** A folder of one person's machine. */
    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?<![\\w.~}])/(?:root|home/\\w+|Users/\\w+|work)/[\\w.]");

    private static final Pattern NULL_MARKED =
            Pattern.compile("@(org\\.jspecify\\.annotations\\.)?NullMarked");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    @Test
    void noFileOutgrowsAChapter() {
        List<String> tooLong = new ArrayList<>();
        for (Path file : Checkout.files(".java")) {
            String name = Checkout.name(file);
            int ordinary = isTest(name) ? TEST_LINES_MAX : MAIN_LINES_MAX;
            long lines = Checkout.text(file).lines().count();
            if (lines > LONGER.getOrDefault(name, ordinary) && !name.equals(LIST)) {
                tooLong.add(name + " has " + lines + " lines");
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void whatMayBeLongerOnlyGetsShorter() {
        List<String> loose = new ArrayList<>();
        LONGER.forEach(
                (name, limit) -> {
                    long lines = Checkout.text(Checkout.root().resolve(name)).lines().count();
                    int ordinary = isTest(name) ? TEST_LINES_MAX : MAIN_LINES_MAX;
                    if (lines <= ordinary || lines < limit - SLACK_LINES) {
                        loose.add(name + " has only " + lines + " lines: lower or drop its limit");
                    }
                });
        assertThat(loose).isEmpty();
    }

    @Test
    void noClassIsNamedAfterNothing() {
        assertThat(Checkout.files(".java"))
                .noneMatch(
                        file -> {
                            String name = file.getFileName().toString().replace(".java", "");
                            return BANNED_NAME.matcher(name).matches();
                        });
    }

    @Test
    void everyPackageSaysWhatItIsForAndRefusesNull() {
        Set<String> missing = new TreeSet<>();
        for (Path file : Checkout.files(".java")) {
            Path info = file.resolveSibling("package-info.java");
            boolean good = Files.exists(info) && NULL_MARKED.matcher(Checkout.text(info)).find();
            // A test package in the same folder tree as its main package shares that one's.
            Path main = Path.of(info.toString().replace("/src/test/java/", "/src/main/java/"));
            if (!good && !(Files.exists(main) && NULL_MARKED.matcher(Checkout.text(main)).find())) {
                missing.add(Checkout.name(info));
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void noFileNamesARegistryOrAMachinesFolders() {
        List<String> found = new ArrayList<>();
        for (Path file :
                Checkout.files(
                        ".java", ".xml", ".md", ".yaml", ".yml", ".sql", "syncline", "run")) {
            String name = Checkout.name(file);
            String text = Checkout.text(file);
            if (name.endsWith("TidyTest.java")) {
                continue;
            }
            // The schema's own address is in every pom.
            String own = text.replace("http://maven.apache.org/", "");
            addMatches(found, name, HOST.matcher(own));
            addMatches(found, name, MACHINE_PATH.matcher(own));
        }
        assertThat(found).isEmpty();
    }

    private static void addMatches(List<String> found, String name, Matcher matcher) {
        while (matcher.find()) {
            found.add(name + ": " + matcher.group());
        }
    }

    @Test
    void everyLinkLeadsSomewhere() {
        List<String> dead = new ArrayList<>();
        int links = 0;
        for (Path file : Checkout.files(".md")) {
            Matcher matcher = LINK.matcher(Checkout.text(file));
            while (matcher.find()) {
                String target = matcher.group(1);
                links++;
                if (!leadsSomewhere(file, target)) {
                    dead.add(Checkout.name(file) + ": " + target);
                }
            }
        }
        assertThat(dead).isEmpty();
        assertThat(links).isGreaterThan(20);
    }

    private static boolean leadsSomewhere(Path from, String target) {
        if (target.startsWith("https://")) {
            return true;
        }
        int hash = target.indexOf('#');
        String path = hash < 0 ? target : target.substring(0, hash);
        Path to = path.isEmpty() ? from : from.resolveSibling(path);
        if (hash < 0 || !Files.isRegularFile(to)) {
            return Files.exists(to);
        }
        return Checkout.text(to)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(TidyTest::anchor)
                .anyMatch(target.substring(hash + 1)::equals);
    }

    private static String anchor(String title) {
        return title.replaceFirst("^#+ ", "")
                .toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^a-z0-9 -]", "")
                .replace(' ', '-');
    }

    @Test
    void theChangelogSaysNewFixBreakOrUpgrade() {
        List<String> lines =
                Checkout.text(Checkout.root().resolve("CHANGELOG.md")).lines().toList();
        assertThat(lines.getFirst()).isEqualTo("# Changelog");
        for (String line : lines.subList(1, lines.size())) {
            assertThat(line)
                    .matches(
                            "|## \\d+\\.\\d+\\.\\d+ .*| \\* (New|Fix|Break|Upgrade): .*| {3}\\S.*");
        }
    }

    private static boolean isTest(String name) {
        return name.contains("/src/test/") || name.startsWith("testkit/");
    }
}
