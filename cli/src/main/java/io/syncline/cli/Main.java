package io.syncline.cli;

import io.syncline.cli.demo.DemoCommand;
import io.syncline.cli.remote.BlameCommand;
import io.syncline.cli.remote.CertificateCommand;
import io.syncline.cli.remote.CompletionCommand;
import io.syncline.cli.remote.ConflictsCommand;
import io.syncline.cli.remote.DoctorCommand;
import io.syncline.cli.remote.EndpointsCommand;
import io.syncline.cli.remote.Exit;
import io.syncline.cli.remote.Failure;
import io.syncline.cli.remote.HistoryCommand;
import io.syncline.cli.remote.ParkedCommand;
import io.syncline.cli.remote.RollbackCommand;
import io.syncline.cli.remote.StatusCommand;
import io.syncline.cli.remote.SyncCommand;
import io.syncline.cli.remote.VerifyCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The program {@code syncline}: one command each for what a person can want. */
@Command(
        name = "syncline",
        description = "Keeps data equal wherever it lives.",
        mixinStandardHelpOptions = true,
        versionProvider = Release.class,
        subcommands = {
            StatusCommand.class,
            SyncCommand.class,
            ParkedCommand.class,
            ConflictsCommand.class,
            HistoryCommand.class,
            BlameCommand.class,
            RollbackCommand.class,
            VerifyCommand.class,
            CertificateCommand.class,
            EndpointsCommand.class,
            DoctorCommand.class,
            DemoCommand.class,
            ServeCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            KeysCommand.class,
            VersionCommand.class,
            CompletionCommand.class,
            RehearseCommand.class,
            CommandLine.HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed, differs, or needs somebody",
            "2:wrong words; nothing was asked",
            "3:the server does not answer",
            "4:the server refuses; nothing has changed",
            "5:there is no such thing",
            "6:no API key, or one that is not good, or not for this",
            "7:the time to wait was over"
        })
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** All commands, ready to execute. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::failed);
    }

    /** A person is told what is wrong, never where in our code. */
    private static int failed(Exception thrown, CommandLine command, ParseResult words) {
        var err = command.getErr();
        int exit = Exit.FAILED;
        if (thrown instanceof Failure failure) {
            err.println("syncline: " + failure.getMessage());
            exit = failure.exit();
        } else {
            err.println("syncline: an error inside Syncline, please report it: " + thrown);
        }
        err.flush();
        return exit;
    }
}
