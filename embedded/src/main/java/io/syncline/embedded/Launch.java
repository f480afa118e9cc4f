package io.syncline.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * How to start a child.
 *
 * @param command program and arguments; never a secret, since every user can list them
 * @param input file the child reads as its standard input
 * @param log file its output is appended to
 * @param farewell signal that asks it to stop in good order
 */
public record Launch(List<String> command, Path input, Path log, Child.Signal farewell) {
    /** Copies the command. */
    public Launch {
        command = List.copyOf(command);
        Objects.requireNonNull(input);
        Objects.requireNonNull(log);
        Objects.requireNonNull(farewell);
    }

    /** A child that reads nothing. */
    public Launch(List<String> command, Path log, Child.Signal farewell) {
        this(command, Path.of("/dev/null"), log, farewell);
    }
}
