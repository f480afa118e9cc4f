package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.sync.Direction;
import io.syncline.engine.sync.Mode;
import io.syncline.engine.sync.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code type} and {@code mode}, whose words mix direction, mode and scope: every word is
 * good in either place, and what they say together must make sense.
 */
final class IntentParser {
    /** One thing a word says. */
    private enum Sense {
        ONE_WAY,
        TWO_WAY,
        MERGES,
        REAL_TIME,
        EVENT_DRIVEN,
        SCHEDULED,
        INCREMENTAL,
        BATCH
    }

    private static final Map<String, Sense> SENSES =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("one_way", Sense.ONE_WAY),
                            Map.entry("unidirectional", Sense.ONE_WAY),
                            Map.entry("bi_directional", Sense.TWO_WAY),
                            Map.entry("bidirectional", Sense.TWO_WAY),
                            Map.entry("two_way", Sense.TWO_WAY),
                            Map.entry("merge", Sense.MERGES),
                            Map.entry("real_time", Sense.REAL_TIME),
                            Map.entry("realtime", Sense.REAL_TIME),
                            Map.entry("continuous", Sense.REAL_TIME),
                            Map.entry("event_driven", Sense.EVENT_DRIVEN),
                            Map.entry("scheduled", Sense.SCHEDULED),
                            Map.entry("incremental", Sense.INCREMENTAL),
                            Map.entry("batch", Sense.BATCH),
                            Map.entry("full", Sense.BATCH)));

    private final Problems problems;

    IntentParser(Problems problems) {
        this.problems = problems;
    }

    /** Reads both members; what is wrong goes to the problems. */
    Intent parse(Fields fields) {
        String type = fields.text("type");
        String mode = fields.text("mode");
        List<Sense> senses = new ArrayList<>();
        sense(fields, "type", type, senses);
        sense(fields, "mode", mode, senses);
        boolean oneWay = senses.removeIf(sense -> sense == Sense.ONE_WAY);
        boolean twoWay = senses.removeIf(sense -> sense == Sense.TWO_WAY);
        boolean merges = senses.removeIf(sense -> sense == Sense.MERGES);
        if (twoWay && (oneWay || merges)) {
            problems.add(
                    Code.IMPOSSIBLE_PAIR,
                    fields.pointer("mode"),
                    "Type and mode contradict each other: write one of them.");
        }
        Direction direction = twoWay ? Direction.BI_DIRECTIONAL : Direction.ONE_WAY;
        return new Intent(
                new Wording(type, mode), direction, merges && !twoWay, together(fields, senses));
    }

    private void sense(Fields fields, String key, @Nullable String written, List<Sense> senses) {
        if (written == null) {
            return;
        }
        String word = Words.snake(written);
        Sense sense = SENSES.get(word);
        if (sense == null) {
            problems.add(
                    Code.UNKNOWN_WORD,
                    fields.pointer(key),
                    Words.quoted(written)
                            + " is none of "
                            + String.join(", ", SENSES.keySet())
                            + "."
                            + Words.didYouMean(word, SENSES.keySet()));
        } else {
            senses.add(sense);
        }
    }

    private Mode together(Fields fields, List<Sense> senses) {
        boolean scheduled = fields.has("schedule");
        // "incremental" says how much, so it goes with every word that says when, but not with all.
        if (senses.size() == 2 && senses.getFirst() != senses.getLast()) {
            boolean batchOnSchedule =
                    senses.contains(Sense.BATCH) && senses.contains(Sense.SCHEDULED);
            if (batchOnSchedule) {
                return Mode.BATCH;
            }
            if (!senses.contains(Sense.INCREMENTAL) || senses.contains(Sense.BATCH)) {
                problems.add(
                        Code.IMPOSSIBLE_PAIR,
                        fields.pointer("mode"),
                        "Type and mode contradict each other: write one of them.");
                return Mode.REAL_TIME;
            }
            senses.remove(Sense.INCREMENTAL);
        }
        Sense sense = senses.isEmpty() ? Sense.REAL_TIME : senses.getFirst();
        return switch (sense) {
            case ONE_WAY, TWO_WAY, MERGES, REAL_TIME -> Mode.REAL_TIME;
            case EVENT_DRIVEN -> Mode.EVENT_DRIVEN;
            case SCHEDULED -> Mode.SCHEDULED;
            case INCREMENTAL -> scheduled ? Mode.SCHEDULED : Mode.INCREMENTAL;
            case BATCH -> Mode.BATCH;
        };
    }
}
