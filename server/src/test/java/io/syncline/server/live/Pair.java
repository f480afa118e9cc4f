package io.syncline.server.live;

import io.syncline.testkit.services.FreshDatabase;
import io.syncline.testkit.services.Services;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A source and a destination of a test's own. */
record Pair(FreshDatabase source, FreshDatabase target) {
    /** Two databases, the source with a table {@code users} of so many rows. */
    static Pair ofUsers(int rows) {
        Pair pair =
                new Pair(
                        Services.postgres(18).freshDatabase(),
                        Services.postgres(18).freshDatabase());
        sql(
                pair.source,
                "create table users (id int primary key, name text not null)",
                "insert into users select n, 'name ' || n from generate_series(1, " + rows + ") n",
                "analyze users");
        return pair;
    }

    static void sql(FreshDatabase database, String... statements) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static String value(FreshDatabase database, String query) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return String.valueOf(row.getString(1));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** A body that configures a sync between them; further keys begin with a comma. */
    String body(String name, String more) {
        return "{'name':'"
                + name
                + "','source':{'connection':'"
                + source.uri()
                + "'},'destination':{'connection':'"
                + target.uri()
                + "'}"
                + more
                + "}";
    }
}
