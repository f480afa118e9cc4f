package io.syncline.cli.remote;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a server is and the key that opens it. What the command says wins over the environment, and
 * that over the file which a server leaves in its data folder. That file's key is for that file's
 * server alone: it is never sent anywhere else.
 *
 * @param uri the server's address
 * @param key the API key, a secret
 * @param told who told the address, in words
 */
record ServerPlace(URI uri, String key, String told) {
    /** What a server writes beside its data, for us. */
    static final String FILE = "client.json";

    private static final String STANDARD = "http://127.0.0.1:7400";

    /** What the file of a server says. */
    private record Left(String url, Path keyFile) {}

    /**
     * Finds it.
     *
     * @param url what the command says, or null
     * @param keyFile a file with the key, or null
     * @param data the data folder of a server on this machine
     * @throws Failure if there is no key, or an address is none
     */
    static ServerPlace find(
            @Nullable String url,
            @Nullable Path keyFile,
            Path data,
            Map<String, String> variables) {
        Left left = left(data.resolve(FILE));
        String named = url == null ? given(variables, "SYNCLINE_URL") : url;
        String address = named != null ? named : left != null ? left.url : STANDARD;
        URI uri = uri(address);
        String told =
                url != null
                        ? "as --url says"
                        : named != null
                                ? "as SYNCLINE_URL says"
                                : left != null
                                        ? "as " + data.resolve(FILE) + " says"
                                        : "where a server is usually";
        String key = keyFile == null ? given(variables, "SYNCLINE_API_KEY") : read(keyFile);
        if (key == null && left != null && uri(left.url).equals(uri)) {
            key = read(left.keyFile);
        }
        if (key == null) {
            throw Failure.of(
                    Exit.KEY,
                    "There is no API key for "
                            + uri
                            + " ("
                            + told
                            + ").\nA server writes its first one into the file api-key of its data"
                            + " folder: name that folder with --data, or the file with --key-file,"
                            + " or put the key into SYNCLINE_API_KEY.");
        }
        return new ServerPlace(uri, key, told);
    }

    private static @Nullable String given(Map<String, String> variables, String name) {
        String value = variables.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static URI uri(String text) {
        try {
            String whole = text.contains("://") ? text : "http://" + text;
            URI uri = URI.create(whole.endsWith("/") ? whole : whole + "/");
            String scheme = Objects.requireNonNullElse(uri.getScheme(), "");
            boolean web = scheme.equals("http") || scheme.equals("https");
            if (web && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // Answered below, without the text: who writes a key there shall not see it again.
        }
        throw Failure.of(
                Exit.USAGE, "The server's address is no URL such as http://127.0.0.1:7400.");
    }

    private static String read(Path file) {
        try {
            String key = Files.readString(file).strip();
            if (key.matches("[\\x21-\\x7e]+")) {
                return key;
            }
        } catch (IOException _) {
            // Answered below.
        }
        throw Failure.of(Exit.KEY, "The file " + file + " holds no API key that can be read.");
    }

    private static @Nullable Left left(Path file) {
        try {
            if (!Files.isReadable(file)) {
                return null;
            }
            JsonNode node = JsonMapper.shared().readTree(Files.readString(file));
            String url = node.path("url").asString();
            String key = node.path("key_file").asString();
            return url.isEmpty() || key.isEmpty() ? null : new Left(url, file.resolveSibling(key));
        } catch (IOException | JacksonException e) {
            return null;
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return uri + " (" + told + ")";
    }
}
