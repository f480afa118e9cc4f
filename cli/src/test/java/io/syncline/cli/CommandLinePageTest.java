package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.testkit.services.Services;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What is said of the command line: its page, its help, its completion. */
class CommandLinePageTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `syncline ([a-z -]+)` \\|");
    private static final Pattern CODE = Pattern.compile("(?m)^\\| (\\d) \\|");

    private static TreeSet<String> commands() {
        TreeSet<String> commands = new TreeSet<>();
        add(commands, "", Main.commandLine());
        commands.removeIf(words -> words.endsWith("help"));
        return commands;
    }

    private static void add(TreeSet<String> to, String before, CommandLine command) {
        for (CommandLine each : command.getSubcommands().values()) {
            if (each.getCommandSpec().usageMessage().hidden()) {
                continue;
            }
            String words = before + each.getCommandName();
            if (each.getSubcommands().isEmpty() || each.getCommand() instanceof Callable) {
                to.add(words);
            }
            add(to, words + " ", each);
        }
    }

    @Test
    void thePageHasARowForEveryCommandAndNoOther() {
        String page = Checkout.text(Checkout.root().resolve("docs/reference/command-line.md"));
        assertThat(ROW.matcher(page).results().map(row -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(commands());
        List<String> codes =
                CODE.matcher(page).results().map((MatchResult each) -> each.group(1)).toList();
        assertThat(codes)
                .containsExactlyElementsOf(
                        Main.commandLine().getCommandSpec().usageMessage().exitCodeList().keySet());
    }

    @Test
    void everyCommandThatAsksAServerTakesTheSameOptions() {
        for (String words : commands()) {
            CommandLine command = Main.commandLine();
            for (String word : words.split(" ")) {
                command = command.getSubcommands().get(word);
            }
            boolean asks =
                    !List.of(
                                    "serve",
                                    "demo",
                                    "demo two-way",
                                    "version",
                                    "completion",
                                    "backup",
                                    "restore",
                                    "keys rotate")
                            .contains(words);
            assertThat(command.getCommandSpec().optionsMap().containsKey("--url"))
                    .as(words)
                    .isEqualTo(asks);
            if (asks) {
                assertThat(command.getCommandSpec().optionsMap())
                        .as(words)
                        .containsKeys("-o", "--key-file", "--data", "--help");
            }
        }
    }

    @Test
    void bashCompletesACommandsWords() throws Exception {
        Path script = Services.folder("completion").resolve("syncline.bash");
        Files.writeString(script, CommandLineHouse.bare("completion", "bash").out());
        String ask =
                """
                . %s
                COMP_WORDS=(syncline sync re); COMP_CWORD=2; COMP_LINE='syncline sync re'
                _complete_syncline; echo "${COMPREPLY[@]}"
                """
                        .formatted(script);
        Process bash = new ProcessBuilder("bash", "-c", ask).redirectErrorStream(true).start();
        assertThat(new String(bash.getInputStream().readAllBytes()).strip()).contains("resume");
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    void fishIsToldOfEveryCommandAndZshOfWhatBashIs() {
        String fish = CommandLineHouse.bare("completion", "fish").out();
        for (String words : commands()) {
            String last = words.substring(words.lastIndexOf(' ') + 1);
            assertThat(fish).contains("' -a " + last + " -d '");
        }
        assertThat(fish).contains("__fish_seen_subcommand_from verify' -l repair -d '");
        assertThat(CommandLineHouse.bare("completion", "zsh").out()).contains("bashcompinit");
    }
}
