package io.syncline.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command {@code serve} was told.
 *
 * @param port where to listen; 0 for any free port
 * @param address the local address to listen on
 * @param data the folder that holds everything durable
 * @param store the URL of a PostgreSQL database to keep things in, a secret; null for an embedded
 *     one in the data folder
 * @param secrets the folder whose files configurations may refer to
 */
public record ServeOptions(
        int port, String address, Path data, @Nullable String store, Path secrets) {
    /** How to call it. */
    public static final String USAGE =
            """
            serve [--port 7400] [--address 127.0.0.1] [--data ./data] [--store URL]
                  [--secrets /run/secrets]
              --port     where to listen; 0 for any free port
              --address  the local address to listen on
              --data     the folder that holds everything durable
              --store    postgresql://user:password@host:port/database to keep things in;
                         ${env:NAME} and ${file:/path} are put in; embedded if left out
              --secrets  the folder whose files a sync's configuration may refer to by
                         ${file:/path}; by ${env:NAME} it may refer to variables whose
                         names begin with SYNCLINE_SECRET_
            """;

    private static final int PORT = 7400;
    private static final int PORT_MAX = 0xFFFF;

    /** The arguments are no good; the message says all that is wrong. */
    public static final class WrongArgumentsException extends Exception {
        private static final long serialVersionUID = 1L;

        WrongArgumentsException(String message) {
            super(message);
        }
    }

    /** Reads arguments such as {@code --port 0} or {@code --port=0}. */
    public static ServeOptions parse(List<String> arguments) throws WrongArgumentsException {
        int port = PORT;
        String address = "127.0.0.1";
        Path data = Path.of("data");
        String store = null;
        Path secrets = SecretPlaces.STANDARD_FOLDER;
        List<String> wrong = new ArrayList<>();
        List<String> split = split(arguments);
        for (int i = 0; i < split.size(); i += 2) {
            String name = split.get(i);
            if (i + 1 == split.size()) {
                wrong.add(name + " needs a value");
                break;
            }
            String value = split.get(i + 1);
            switch (name) {
                case "--port" -> port = port(value, wrong);
                case "--address" -> address = value;
                case "--data" -> data = Path.of(value);
                case "--store" -> store = value;
                case "--secrets" -> secrets = Path.of(value);
                default -> wrong.add("unknown argument " + name);
            }
        }
        if (!wrong.isEmpty()) {
            throw new WrongArgumentsException(String.join("; ", wrong));
        }
        return new ServeOptions(
                port,
                address,
                data.toAbsolutePath().normalize(),
                store,
                secrets.toAbsolutePath().normalize());
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

    private static int port(String text, List<String> wrong) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > PORT_MAX) {
            wrong.add("--port is a number from 0 to " + PORT_MAX);
            return PORT;
        }
        return Integer.parseInt(text);
    }

    /** Without the store's URL, which holds a password. */
    @Override
    public String toString() {
        return "ServeOptions[%s:%d, data=%s, store=%s]"
                .formatted(address, port, data, store == null ? "embedded" : "external");
    }
}
