package io.syncline.engine.gather;

import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.engine.pair.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes one row of what several sources say of it. Pure: what comes of it depends on what they say
 * now and on how they rank, never on who said it first.
 *
 * <p>Without a quorum a field has the value of the first source that has both the row and the
 * field; a field that a source does not have says nothing. With one, the sources vote: a vote is a
 * whole row in the fields that all of them have, or that there is none. What most of them say wins
 * if they are enough; of two that are as many, what the source says that ranks first.
 */
final class Gathering {
    /** The field that names the sources of a row. */
    static final String SOURCE = "syncline_source";

    /** The field that says how many they are. */
    static final String SOURCES = "syncline_sources";

    private final Header header;
    private final Set<String> shared;
    private final GatherTerms terms;

    /**
     * @param fields the names of the fields of the rows that are made, without those of origins
     * @param shared those of them that all sources have
     */
    Gathering(List<String> fields, Set<String> shared, GatherTerms terms) {
        List<String> all = new ArrayList<>(fields);
        if (terms.origins()) {
            all.add(SOURCE);
            all.add(SOURCES);
        }
        this.header = Header.of(all);
        this.shared = Set.copyOf(shared);
        this.terms = terms;
    }

    /** What these sources come to, given as they rank. */
    Gathered of(List<Voice> voices) {
        if (terms.confirmations() == 0) {
            return made(voices);
        }
        Map<Image, List<Voice>> votes = new LinkedHashMap<>();
        for (Voice voice : voices) {
            Row row = voice.image().row();
            Image vote = row == null ? Image.absent() : Image.whole(Rows.only(row, shared));
            votes.computeIfAbsent(vote, _ -> new ArrayList<>()).add(voice);
        }
        List<Voice> most = List.of();
        for (List<Voice> those : votes.values()) {
            most = those.size() > most.size() ? those : most;
        }
        return most.size() >= terms.confirmations()
                ? made(most)
                : new Gathered.Held(candidate(voices), Code.UNVERIFIED, why(votes));
    }

    private Image candidate(List<Voice> voices) {
        return voices.stream()
                .filter(voice -> !voice.image().isAbsent())
                .findFirst()
                .map(voice -> made(List.of(voice)).image())
                .orElse(Image.absent());
    }

    private Gathered.Made made(List<Voice> voices) {
        List<Voice> present = voices.stream().filter(voice -> !voice.image().isAbsent()).toList();
        if (present.isEmpty()) {
            return new Gathered.Made(Image.absent(), List.of());
        }
        Set<String> from = new LinkedHashSet<>();
        List<Value> values = new ArrayList<>();
        int origins = terms.origins() ? 2 : 0;
        for (String name : header.names().subList(0, header.size() - origins)) {
            values.add(value(name, present, from));
        }
        // With a quorum all of them stand for the row.
        List<String> names =
                terms.confirmations() == 0
                        ? present.stream().map(Voice::source).filter(from::contains).toList()
                        : present.stream().map(Voice::source).toList();
        if (terms.origins()) {
            values.add(new Value.Text(String.join(",", names)));
            values.add(new Value.Int(present.size()));
        }
        return new Gathered.Made(Image.whole(Row.of(header, values)), names);
    }

    private static Value value(String name, List<Voice> present, Set<String> from) {
        for (Voice voice : present) {
            @Nullable Row row = voice.image().row();
            Value value = row == null ? null : row.get(name);
            if (value != null) {
                from.add(voice.source());
                return value;
            }
        }
        return Value.Null.NULL;
    }

    private String why(Map<Image, List<Voice>> votes) {
        Image first = votes.keySet().stream().filter(vote -> !vote.isAbsent()).findFirst().get();
        List<String> said = new ArrayList<>();
        votes.forEach(
                (vote, those) -> {
                    String names =
                            those.stream().map(Voice::source).collect(Collectors.joining(" and "));
                    Row row = vote.row();
                    String differing = row == null ? null : differing(row, first);
                    said.add(
                            row == null
                                    ? names + ": no such row"
                                    : differing == null
                                            ? names
                                            : names + ": differs in " + differing);
                });
        return "%d sources have to agree: %s"
                .formatted(terms.confirmations(), String.join("; ", said));
    }

    private static @Nullable String differing(Row row, Image first) {
        String names =
                row.header().names().stream()
                        .filter(name -> !Objects.equals(row.get(name), Rows.value(first, name)))
                        .collect(Collectors.joining(", "));
        return names.isEmpty() ? null : names;
    }
}
