package io.syncline.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** PostgreSQL from the archives of its binaries. */
record PostgresRecipe(PostgresSettings settings, Path binaries) implements Recipe {
    private static final String MAINTENANCE_DATABASE = "postgres";

    /**
     * Every version's artifact names its archive alike; other versions lie in a folder of theirs.
     */
    static Path unpack(String version) {
        String file = "postgres-linux-" + Host.processor() + ".txz";
        String inFolder = "postgres/" + version + "/" + file;
        if (!version.equals(PostgresSettings.DEFAULT_VERSION) && !Archive.present(inFolder)) {
            throw new LaunchException(
                    "No PostgreSQL %s on the class path; %s is always there."
                            .formatted(version, PostgresSettings.DEFAULT_VERSION));
        }
        String resource = Archive.present(inFolder) ? inFolder : file;
        return Binaries.shared().unpack("postgres-" + version, new Archive.Txz(resource));
    }

    @Override
    public String product() {
        return "PostgreSQL " + settings.version();
    }

    @Override
    public String program() {
        return "postgres";
    }

    @Override
    public int wantedPort() {
        return settings.port();
    }

    @Override
    public void install(Home home) throws IOException {
        // Into a folder of another name first: one that is only half made must not be served.
        Path unfinished = home.folder().resolve("data.new");
        Binaries.removeTree(unfinished);
        Host.createForChild(unfinished);
        Path passwordFile = unfinished.resolveSibling("password.new");
        Files.deleteIfExists(passwordFile);
        try {
            Files.createFile(
                    passwordFile,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Host.giveToChild(passwordFile);
            Files.writeString(passwordFile, settings.password() + "\n");
            runInitdb(home, unfinished, passwordFile);
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        Files.move(unfinished, home.data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void runInitdb(Home home, Path data, Path passwordFile) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                binaries.resolve("bin/initdb").toString(),
                                "--pgdata=" + data,
                                "--username=" + Credentials.USER,
                                "--pwfile=" + passwordFile,
                                "--auth=scram-sha-256",
                                // Repeating the hash slows down who guesses a person's password.
                                // A program's secret is not guessed, and it logs in all the time.
                                "--set=scram_iterations=1",
                                "--encoding=UTF8",
                                "--no-locale",
                                "--no-instructions"));
        if (!settings.durable()) {
            command.add("--no-sync");
        }
        Child.install(new Launch(command, home.log(), Child.Signal.TERM), product());
    }

    @Override
    public void clearTraces(Home home) throws IOException {
        // PostgreSQL refuses to start when the process id in this file was given to another process
        // of the same user meanwhile. Nobody serves the folder, so the file is out of date.
        Files.deleteIfExists(home.data().resolve("postmaster.pid"));
    }

    @Override
    public Launch launch(Home home, int port) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("wal_level", "logical");
        parameters.put("max_replication_slots", "20");
        parameters.put("max_wal_senders", "20");
        parameters.put("timezone", "UTC");
        parameters.put("log_timezone", "UTC");
        if (!settings.durable()) {
            // Commits stay synchronous: one that the system has taken must survive a killed server.
            parameters.put("fsync", "off");
            parameters.put("full_page_writes", "off");
        }
        parameters.putAll(settings.extra());
        // Last, so that nothing overrides them: these keep strangers out.
        parameters.put("port", Integer.toString(port));
        parameters.put("listen_addresses", "127.0.0.1");
        parameters.put("unix_socket_directories", "");
        List<String> command = new ArrayList<>();
        command.add(binaries.resolve("bin/postgres").toString());
        command.add("-D");
        command.add(home.data().toString());
        parameters.forEach(
                (name, value) -> {
                    command.add("-c");
                    command.add(name + "=" + value);
                });
        return new Launch(command, home.log(), Child.Signal.INT);
    }

    @Override
    public String user() {
        return Credentials.USER;
    }

    @Override
    public String password() {
        return settings.password();
    }

    @Override
    public String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    @Override
    public String uri(int port, String database) {
        return Credentials.uri("postgresql", settings.password(), port, database);
    }

    @Override
    public Connection connect(int port) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", Credentials.USER);
        properties.setProperty("password", settings.password());
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        return DriverManager.getConnection(jdbcUrl(port, MAINTENANCE_DATABASE), properties);
    }

    @Override
    public boolean refusedLogin(SQLException error) {
        // invalid_password, and invalid_authorization_specification
        return "28P01".equals(error.getSQLState()) || "28000".equals(error.getSQLState());
    }
}
