package io.syncline.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Runs the server; the options are the server's own, so they are handed through. */
@Command(name = "serve", description = "Runs the server.")
final class ServeCommand implements Callable<Integer> {
    /** Environment: any value makes the server end when its input does. */
    static final String END_WITH_INPUT = "SYNCLINE_END_WITH_INPUT";

    @Unmatched private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        if (System.getenv(END_WITH_INPUT) != null) {
            Thread.ofPlatform().daemon().name("parent-watch").start(ServeCommand::endWithInput);
        }
        return io.syncline.server.Main.serve(arguments, System.out, System.err);
    }

    /** The input ends when the process that holds its other end does, even by a kill. */
    private static void endWithInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException ignored) {
            // An input that cannot be read has ended too.
        }
        System.exit(0);
    }
}
