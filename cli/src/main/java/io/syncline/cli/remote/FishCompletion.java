package io.syncline.cli.remote;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Writes what fish has to know of commands and options. Pure. */
final class FishCompletion {
    private FishCompletion() {}

    /** The script: for each command its sub-commands and options, each with its first sentence. */
    static String script(String name, CommandLine root) {
        StringBuilder out = new StringBuilder("complete -c " + name + " -f\n");
        command(out, name, root, List.of());
        return out.toString();
    }

    private static void command(
            StringBuilder out, String name, CommandLine command, List<String> path) {
        for (CommandLine sub : command.getSubcommands().values()) {
            if (sub.getCommandSpec().usageMessage().hidden()) {
                continue;
            }
            String word = sub.getCommandName();
            String[] about = sub.getCommandSpec().usageMessage().description();
            out.append("complete -c ")
                    .append(name)
                    .append(" -n '")
                    .append(at(path, command))
                    .append("' -a ")
                    .append(word)
                    .append(" -d ")
                    .append(quoted(about.length == 0 ? "" : about[0]))
                    .append('\n');
            List<String> deeper = new ArrayList<>(path);
            deeper.add(word);
            command(out, name, sub, deeper);
        }
        for (OptionSpec option : command.getCommandSpec().options()) {
            option(out, name, option, path);
        }
    }

    /** Within these commands, and in none of theirs yet. */
    private static String at(List<String> path, CommandLine command) {
        StringBuilder condition = new StringBuilder();
        path.forEach(
                word ->
                        condition
                                .append("__fish_seen_subcommand_from ")
                                .append(word)
                                .append("; and "));
        String deeper = String.join(" ", command.getSubcommands().keySet());
        return condition
                + (deeper.isEmpty() ? "true" : "not __fish_seen_subcommand_from " + deeper);
    }

    private static void option(
            StringBuilder out, String name, OptionSpec option, List<String> path) {
        if (option.hidden() || path.isEmpty()) {
            return;
        }
        out.append("complete -c ").append(name).append(" -n '");
        List<String> conditions = new ArrayList<>();
        path.forEach(word -> conditions.add("__fish_seen_subcommand_from " + word));
        out.append(String.join("; and ", conditions)).append('\'');
        for (String each : option.names()) {
            out.append(
                    each.startsWith("--")
                            ? " -l " + each.substring(2)
                            : " -s " + each.substring(1));
        }
        if (option.arity().max() > 0) {
            out.append(" -r");
        }
        String[] about = option.description();
        out.append(" -d ").append(quoted(about.length == 0 ? "" : about[0])).append('\n');
    }

    private static String quoted(String text) {
        String plain = text.replaceAll("\\$\\{[^}]*}", "…");
        return "'" + plain.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
