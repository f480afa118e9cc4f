package io.syncline.cli;

import io.syncline.cli.demo.DemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code syncline}: one command each for what a person can want. */
@Command(
        name = "syncline",
        description = "Keeps data equal wherever it lives.",
        mixinStandardHelpOptions = true,
        versionProvider = Release.class,
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            VersionCommand.class,
            RehearseCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
