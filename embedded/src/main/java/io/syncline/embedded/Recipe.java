package io.syncline.embedded;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** What differs between one kind of server and another. */
sealed interface Recipe permits MariaDbRecipe, PostgresRecipe {
    /** The product's name, for people. */
    String product();

    /** The file name of the program that serves. */
    String program();

    /** The port asked for; 0 for no wish. */
    int wantedPort();

    /** Creates the data folder, whole or not at all; called only when it is missing. */
    void install(Home home) throws IOException;

    /** Clears what a sudden end left and the server would stumble over; nobody serves the data. */
    void clearTraces(Home home) throws IOException;

    /** How to start serving the installed data. */
    Launch launch(Home home, int port);

    /** The administrator's name. */
    String user();

    /** The administrator's password. */
    String password();

    /** Address for JDBC, without credentials. */
    String jdbcUrl(int port, String database);

    /** Address with credentials. */
    String uri(int port, String database);

    /** Connects as administrator, once, within a few seconds. */
    Connection connect(int port) throws SQLException;

    /** Whether the server answered that these credentials are wrong. */
    boolean refusedLogin(SQLException error);
}
