package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tutorial, done from its first line to its last, on real databases. */
class TutorialTest {
    private static final Pattern BLOCK =
            Pattern.compile("(?m)(?:`([a-z]+\\.yaml)`[^`]*?)?^```([a-z ]*)\\n([\\s\\S]*?)^```$");

    private final FreshDatabase source = Services.postgres(18).freshDatabase();
    private final FreshDatabase target = Services.mariaDb().freshDatabase();
    private final List<String> commands = new ArrayList<>();

    @Test
    void everyCommandOfTheTutorialDoesWhatThePageSays() throws Exception {
        CommandLineHouse house = CommandLineHouse.shared();
        String page =
                Checkout.text(
                        Checkout.root()
                                .resolve("docs/tutorials/from-your-postgresql-to-your-mariadb.md"));
        Matcher blocks = BLOCK.matcher(page);
        while (blocks.find()) {
            String text = blocks.group(3);
            switch (blocks.group(2)) {
                case "sql source" -> sql(source, text);
                case "sql target" -> sql(target, text);
                case "yaml" -> house.file(blocks.group(1), addressed(text));
                case "" -> run(house, text);
                default -> throw new AssertionError(blocks.group());
            }
        }
        assertThat(commands)
                .hasSizeGreaterThan(15)
                .anyMatch(line -> line.contains("parked"))
                .anyMatch(line -> line.contains("verify"));
    }

    private String addressed(String text) {
        return text.replace("postgresql://user:password@db.example.com/shop", source.uri())
                .replace("mariadb://user:password@report.example.com/shop", target.uri());
    }

    private void run(CommandLineHouse house, String block) {
        for (String line : block.lines().toList()) {
            assertThat(line).startsWith("./syncline ");
            // Another test starts servers.
            if (!line.equals("./syncline serve")) {
                commands.add(line);
                List<String> words = new ArrayList<>(List.of(line.split(" ")));
                words.removeFirst();
                words.replaceAll(
                        word ->
                                word.endsWith(".yaml")
                                        ? house.folder.resolve(word).toString()
                                        : word);
                CommandLineHouse.Ended ended = house.run(words.toArray(String[]::new));
                // The house has other guests, about whom the doctor may have a word.
                int code = words.getFirst().equals("doctor") ? ended.code() : 0;
                assertThat(ended.code()).as(line + "\n" + ended.all()).isEqualTo(code);
                told(line, ended.out());
            }
        }
    }

    /** What the page says of what one sees. */
    private static void told(String line, String out) {
        if (line.contains("parked causes")) {
            assertThat(out).contains("SYN-5001");
        } else if (line.contains("verify")) {
            assertThat(out).containsPattern("\\w+ +equal ");
        } else if (line.contains("doctor")) {
            assertThat(out).doesNotContain("SYN-2020");
        } else if (line.contains("test ")) {
            assertThat(out).contains("It answers");
        }
    }

    private static void sql(FreshDatabase database, String text) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String each : text.split(";\\n")) {
                if (!each.startsWith("SELECT")) {
                    statement.execute(each);
                    continue;
                }
                try (ResultSet row = statement.executeQuery(each)) {
                    row.next();
                    assertThat(row.getBoolean(1)).as(each).isTrue();
                }
            }
        }
    }
}
