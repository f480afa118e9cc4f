package io.syncline.store;

import io.syncline.core.endpoint.Secret;
import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A database of a test's own on PostgreSQL 18, with a fixed master key. */
record Place(FreshDatabase database) {
    static final MasterKey KEY = MasterKey.of("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    static final MasterKey OTHER_KEY = MasterKey.of("HxECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    static final SecureRandom RANDOM = new SecureRandom();

    static Place fresh() {
        return new Place(Services.postgres(18).freshDatabase());
    }

    StoreSettings settings() {
        return StoreSettings.of(
                database.jdbcUrl(), database.user(), Secret.of(database.password()));
    }

    PostgresStore open() {
        return PostgresStore.open(settings(), KEY, RANDOM);
    }

    /** The first column of the first row. */
    String text(String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    void run(String statements) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw new AssertionError("The test's own statement failed", e);
        }
    }
}
