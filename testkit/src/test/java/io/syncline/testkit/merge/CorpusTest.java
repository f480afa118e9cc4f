package io.syncline.testkit.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.change.Image;
import io.syncline.core.change.ReplicaId;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.merge.Base;
import io.syncline.core.merge.Merged;
import io.syncline.core.merge.Rules;
import io.syncline.core.merge.Side;
import io.syncline.core.merge.Strategies;
import io.syncline.core.merge.Times;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Conflicts as they come up in real life, each with what a thoughtful person would make of it. A
 * chapter of a file has rules and a row; each line below them is a case: its name, edits of the row
 * that make the base, ours and theirs as edits of the base, and what is expected, likewise.
 *
 * <p>{@code .} is no edit, {@code -} a row that is gone, {@code ?} a base that nobody knows,
 * {@code @5} when a side's row was changed, {@code !field} a field that waits for a person and
 * {@code !} a row that does.
 */
class CorpusTest {
    private static final List<String> FILES =
            List.of(
                    "profiles",
                    "orders",
                    "inventory",
                    "documents",
                    "permissions",
                    "games",
                    "products",
                    "settings",
                    "work");

    private static final double SETTLED_LEAST = 0.95;
    private static final int CASES_LEAST = 500;

    private final List<String> wrong = new ArrayList<>();
    private final Set<String> bodies = new HashSet<>();
    private int cases;
    private int settled;

    /** What stands above the cases of a chapter. */
    private record Chapter(String name, Rules rules, Row row, ReplicaId ours, ReplicaId theirs) {}

    @Test
    void realConflictsAreSettledAsAPersonWould() {
        for (String file : FILES) {
            read(file);
        }
        System.out.printf(
                "%d conflicts, %d settled by rules (%.1f %%), %d for a person%n",
                cases, settled, 100.0 * settled / cases, cases - settled);
        assertThat(wrong).isEmpty();
        assertThat(cases).isGreaterThanOrEqualTo(CASES_LEAST);
        assertThat(1.0 * settled / cases).isGreaterThanOrEqualTo(SETTLED_LEAST);
    }

    private void read(String file) {
        String name = "";
        String rules = "";
        String sides = "source, destination";
        Chapter chapter = null;
        for (String line : text(file).lines().toList()) {
            if (line.startsWith("## ")) {
                name = file + ": " + line.substring(3);
                sides = "source, destination";
            } else if (line.startsWith("rules: ")) {
                rules = line.substring(7);
            } else if (line.startsWith("sides: ")) {
                sides = line.substring(7);
            } else if (line.startsWith("row: ")) {
                chapter = chapter(name, rules, line.substring(5), sides);
            } else if (line.indexOf('|') > 0 && chapter != null) {
                judge(chapter, line);
            }
        }
    }

    private static Chapter chapter(String name, String rules, String row, String sides) {
        Value value = Notation.value(rules);
        Object tree = value instanceof Value.Json json ? Notation.tree(json) : rules.strip();
        Strategies strategies = Strategies.standard();
        Strategies.Told told = strategies.read(tree);
        assertThat(told.problems()).as(name).isEmpty();
        String[] both = sides.split(",\\s*");
        return new Chapter(
                name,
                strategies.rules(told.standard()),
                Edits.apply(Row.of(Map.of()), row),
                new ReplicaId(both[0]),
                new ReplicaId(both[1]));
    }

    private void judge(Chapter chapter, String line) {
        String[] cells = line.split("\\s*\\|\\s*", -1);
        String what = chapter.name() + ": " + cells[0];
        try {
            assertThat(cells).hasSize(5);
            assertThat(bodies.add(chapter.name() + line.substring(line.indexOf('|')))).isTrue();
            judge(chapter, what, cells);
        } catch (RuntimeException | AssertionError e) {
            wrong.add(what + ": " + e.getMessage());
        }
    }

    private void judge(Chapter chapter, String what, String[] cells) {
        boolean unknown = cells[1].startsWith("?");
        Image base = image(chapter.row(), unknown ? cells[1].substring(1) : cells[1]);
        Row row = base.row() == null ? Row.of(Map.of()) : base.row();
        Image ours = image(row, cells[2]);
        Image theirs = image(row, cells[3]);
        Meeting meeting =
                new Meeting(
                        unknown ? Base.unknown() : Base.of(base),
                        side(chapter.ours(), ours, base, cells[2]),
                        side(chapter.theirs(), theirs, base, cells[3]));
        Merged merged = meeting.merged(chapter.rules());
        cases++;
        settled += merged.clean() ? 1 : 0;
        String problem = problem(chapter.rules(), row, merged, cells[4]);
        if (problem != null) {
            wrong.add(what + ": " + problem);
        }
    }

    private static @Nullable String problem(Rules rules, Row base, Merged merged, String expected) {
        if (expected.equals("!")) {
            return merged.stuck() ? null : "is " + merged.image() + " and should wait";
        }
        Set<String> waits = new HashSet<>();
        for (String each : expected.split(";\\s*")) {
            if (each.startsWith("!")) {
                waits.add(each.substring(1).strip());
            }
        }
        Set<String> waiting = new HashSet<>();
        merged.conflicts().forEach(conflict -> waiting.addAll(rules.fieldsOf(conflict.path())));
        if (!waiting.equals(waits)) {
            return "waits for " + merged.conflicts() + " and should for " + waits;
        }
        Image wanted = image(base, expected);
        Row row = wanted.row();
        Row got = merged.image().row();
        if (row == null || got == null) {
            return row == null && got == null ? null : "is " + got + " and should be " + row;
        }
        for (String name : row.header().names()) {
            if (!waits.contains(name) && !Meeting.value(row, name).equals(got.get(name))) {
                return name + " is " + got.get(name) + " and should be " + row.get(name);
            }
        }
        return null;
    }

    private static Side side(ReplicaId replica, Image now, Image seen, String cell) {
        Times times = Times.unknown();
        if (cell.startsWith("@")) {
            long millis = Long.parseLong(cell.substring(1).split("\\s+")[0]);
            times = Times.of(new Version(millis, 0, replica));
        }
        return new Side(replica, now, seen, times);
    }

    private static Image image(Row row, String cell) {
        String edits = cell.startsWith("@") ? cell.replaceFirst("@\\d+\\s*", "") : cell;
        return switch (edits.strip()) {
            case "-" -> Image.absent();
            case ".", "" -> Image.whole(row);
            default -> Image.whole(Edits.apply(row, edits));
        };
    }

    private static String text(String file) {
        try (InputStream in = CorpusTest.class.getResourceAsStream("conflicts/" + file + ".txt")) {
            if (in == null) {
                throw new AssertionError("No file " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
