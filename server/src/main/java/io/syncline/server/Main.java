package io.syncline.server;

import io.syncline.server.config.DataFolder;
import io.syncline.server.config.ServeOptions;
import io.syncline.server.wiring.House;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import tools.jackson.databind.node.JsonNodeFactory;

/** Runs the server until it is told to stop. */
public final class Main {
    private static final String KEY_FILE = "api-key";

    /** By which the command line of this machine finds us; the key lies in a file of its own. */
    private static final String CLIENT_FILE = "client.json";

    private Main() {}

    /** The command {@code serve} and its arguments. */
    public static void main(String[] arguments) {
        List<String> all = List.of(arguments);
        List<String> options =
                !all.isEmpty() && all.getFirst().equals("serve") ? all.subList(1, all.size()) : all;
        int status = serve(options, System.out, System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    /**
     * Serves until the process is told to end.
     *
     * @param out for what a person should read
     * @param err for what went wrong
     * @return the exit status: 0 after a good end, 1 if it could not start, 2 for wrong arguments
     */
    public static int serve(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.contains("--help")) {
            out.print(ServeOptions.USAGE);
            return 0;
        }
        try {
            ServeOptions options = ServeOptions.parse(arguments);
            DataFolder data = DataFolder.open(options.data());
            CountDownLatch ended = new CountDownLatch(1);
            House house = House.start(options, data);
            Runtime.getRuntime()
                    .addShutdownHook(
                            Thread.ofPlatform()
                                    .name("stopping")
                                    .unstarted(
                                            () -> {
                                                house.close();
                                                ended.countDown();
                                            }));
            greet(options, data, house, out);
            ended.await();
            return 0;
        } catch (ServeOptions.WrongArgumentsException e) {
            err.println("syncline: " + e.getMessage());
            err.print(ServeOptions.USAGE);
            return 2;
        } catch (IOException | DataFolder.TakenException e) {
            err.println("syncline: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static void greet(ServeOptions options, DataFolder data, House house, PrintStream out)
            throws IOException {
        String host =
                options.address().contains(":") ? "[" + options.address() + "]" : options.address();
        String url = "http://" + host + ":" + house.port();
        Path file = data.resolve(KEY_FILE);
        String key = house.firstKey();
        List<String> next = new ArrayList<>();
        String shown = "as you have kept it; put it into SYNCLINE_API_KEY";
        if (key != null) {
            data.writePrivately(KEY_FILE, key);
        }
        if (Files.exists(file)) {
            shown = "in " + file;
            next.add("export SYNCLINE_API_KEY=\"$(cat " + quoted(file) + ")\"");
        }
        data.writePrivately(CLIENT_FILE, client(url));
        next.add("curl -H \"Authorization: Bearer $SYNCLINE_API_KEY\" " + url + "/api/v1/sync");
        out.println("Syncline keeps data equal wherever it lives.");
        out.println();
        out.println("  listening  " + url);
        out.println("  API key    " + shown);
        out.println("  data       in " + data.path());
        out.println("  try it     " + url + "/");
        out.println();
        out.println("Next, in another terminal:");
        out.println();
        next.forEach(line -> out.println("  " + line));
        out.println();
        out.println("Ctrl-C ends the server; what it keeps stays in the data folder.");
        out.flush();
    }

    private static String client(String url) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("url", url)
                .put("key_file", KEY_FILE)
                .toString();
    }

    /** As a word of a shell. */
    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
