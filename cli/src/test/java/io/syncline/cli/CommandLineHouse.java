package io.syncline.cli;

import io.syncline.server.config.DataFolder;
import io.syncline.server.config.ServeOptions;
import io.syncline.server.wiring.House;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server in this process, and the command line on it: commands run as in a process of their own,
 * but without its start. All tests share it.
 */
final class CommandLineHouse {
    private static @Nullable CommandLineHouse shared;

    final FreshDatabase store;
    final Path folder;
    final String key;
    final String url;
    private final House house;

    private CommandLineHouse() throws Exception {
        store = Services.postgres(18).freshDatabase();
        folder = Services.folder("cli");
        Path data = folder.resolve("data");
        ServeOptions options =
                new ServeOptions(0, "127.0.0.1", data, store.uri(), data.resolve("secrets"));
        house = House.start(options, DataFolder.open(data));
        key = Objects.requireNonNull(house.firstKey());
        url = "http://127.0.0.1:" + house.port();
        Files.writeString(folder.resolve("key"), key + "\n");
    }

    static synchronized CommandLineHouse shared() throws Exception {
        CommandLineHouse made = shared;
        if (made == null) {
            made = new CommandLineHouse();
            shared = made;
        }
        return made;
    }

    /** What a command came to. */
    record Ended(int code, String out, String err) {
        String all() {
            return out + err;
        }

        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }
    }

    /** Runs a command on this server. */
    Ended run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--url", url, "--key-file", folder.resolve("key").toString()));
        return bare(all.toArray(String[]::new));
    }

    /** Runs a command as it stands. */
    static Ended bare(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = line.execute(words);
        return new Ended(code, out.toString(), err.toString());
    }

    /** A file with a text, for a command to read. */
    String file(String name, String text) throws java.io.IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    static void sql(FreshDatabase database, String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    static String value(FreshDatabase database, String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
