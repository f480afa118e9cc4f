package io.syncline.server.upkeep;

import io.syncline.core.endpoint.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command about the store was told.
 *
 * @param file the backup's file; null for a command without one
 * @param data the folder that holds everything durable
 * @param store the URL of an external store, a secret; null for the embedded one
 * @param passphraseFile whose text seals the master key in a backup, or null
 * @param replace whether what is there may go
 */
public record UpkeepOptions(
        @Nullable Path file,
        Path data,
        @Nullable String store,
        @Nullable Path passphraseFile,
        boolean replace) {
    private static final int PASSPHRASE_CHARACTERS_MIN = 12;
    private static final int PASSPHRASE_BYTES_MAX = 64 * 1024;

    /** Which options a command takes, beside {@code --data} and {@code --store}. */
    enum Kind {
        /** No file. */
        ROTATE("keys rotate [--data ./data] [--store URL]"),
        /** A file that is made. */
        BACKUP("backup FILE [--data ./data] [--store URL] [--key-passphrase-file FILE]"),
        /** A file that is read. */
        RESTORE(
                "restore FILE [--data ./data] [--store URL] [--key-passphrase-file FILE] [--replace]");

        final String usage;

        Kind(String usage) {
            this.usage = usage;
        }
    }

    /** The arguments are no good; the message says all that is wrong. */
    public static final class WrongArgumentsException extends Exception {
        private static final long serialVersionUID = 1L;

        WrongArgumentsException(List<String> wrong, Kind kind) {
            super(String.join("; ", wrong) + "\nusage: " + kind.usage);
        }
    }

    static UpkeepOptions parse(Kind kind, List<String> arguments) throws WrongArgumentsException {
        List<String> wrong = new ArrayList<>();
        Path file = null;
        Path data = Path.of("data");
        String store = null;
        Path passphrase = null;
        boolean replace = false;
        List<String> split = split(arguments);
        for (int i = 0; i < split.size(); i++) {
            String word = split.get(i);
            boolean known = word.equals("--replace") && kind == Kind.RESTORE;
            if (known) {
                replace = true;
            } else if (!word.startsWith("--")) {
                if (file != null || kind == Kind.ROTATE) {
                    wrong.add("'" + word + "' is one word too many");
                }
                file = Path.of(word);
            } else if (i + 1 == split.size()) {
                wrong.add(word + " is unknown or needs a value");
            } else {
                String value = split.get(++i);
                switch (word) {
                    case "--data" -> data = Path.of(value);
                    case "--store" -> store = value;
                    case "--key-passphrase-file" -> passphrase = Path.of(value);
                    default -> wrong.add("unknown argument " + word);
                }
            }
        }
        if (file == null && kind != Kind.ROTATE) {
            wrong.add("the backup's FILE is missing");
        }
        if (passphrase != null && kind == Kind.ROTATE) {
            wrong.add("unknown argument --key-passphrase-file");
        }
        if (!wrong.isEmpty()) {
            throw new WrongArgumentsException(wrong, kind);
        }
        return new UpkeepOptions(
                file == null ? null : file.toAbsolutePath().normalize(),
                data.toAbsolutePath().normalize(),
                store,
                passphrase,
                replace);
    }

    private static List<String> split(List<String> arguments) {
        List<String> split = new ArrayList<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (argument.startsWith("--") && equals > 0) {
                split.add(argument.substring(0, equals));
                split.add(argument.substring(equals + 1));
            } else {
                split.add(argument);
            }
        }
        return split;
    }

    /** The passphrase, or null if none is given. */
    @Nullable Secret passphrase() throws IOException {
        Path named = passphraseFile;
        if (named == null) {
            return null;
        }
        if (!Files.isRegularFile(named) || Files.size(named) > PASSPHRASE_BYTES_MAX) {
            throw new IOException("There is no passphrase in " + named + ".");
        }
        String text = Files.readString(named, StandardCharsets.UTF_8).strip();
        if (text.length() < PASSPHRASE_CHARACTERS_MIN) {
            throw new IOException(
                    "The passphrase in %s is shorter than %d characters."
                            .formatted(named, PASSPHRASE_CHARACTERS_MIN));
        }
        return Secret.of(text);
    }

    /** Whether there is something in the data folder or elsewhere that could be worked on. */
    void requireStore() throws IOException {
        if (store == null && !Files.isDirectory(data.resolve("store"))) {
            throw new IOException(
                    "There is no store in " + data + ": name its folder by --data, or --store.");
        }
    }
}
