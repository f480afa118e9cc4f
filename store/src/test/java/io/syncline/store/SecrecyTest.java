package io.syncline.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.store.Registry;
import io.syncline.testkit.store.StoreSamples;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecrecyTest {
    private final Place place = Place.fresh();

    @Test
    void noColumnOfAnyTableShowsASecret() throws SQLException {
        String apiKey;
        try (PostgresStore store = place.open()) {
            StoreSamples.fill(store, "sync_a");
            store.registry().keep(StoreSamples.named("primary", "x"));
            store.registry()
                    .leave(new Registry.Left(0, "flow", StoreSamples.named("copy", "x"), "y"));
            apiKey = store.apiKeys().create("Anna", 1).reveal();
        }
        String secret = apiKey.substring(apiKey.lastIndexOf('_') + 1);

        String everything = everything();

        // What the dump has to show, so that an empty one does not pass.
        assertThat(everything).contains("sync_a", "no room", "Anna");
        assertThat(everything)
                .doesNotContain(StoreSamples.PASSWORD)
                .doesNotContain("db.example")
                .doesNotContain(secret);
    }

    private String everything() throws SQLException {
        StringBuilder all = new StringBuilder();
        try (Connection connection = place.database().connect();
                Statement statement = connection.createStatement()) {
            for (String table : tables(statement)) {
                try (ResultSet rows =
                        statement.executeQuery("SELECT t::text FROM syncline." + table + " t")) {
                    while (rows.next()) {
                        all.append(rows.getString(1)).append('\n');
                    }
                }
            }
        }
        return all.toString();
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows =
                statement.executeQuery(
                        "SELECT tablename FROM pg_tables WHERE schemaname = 'syncline'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
