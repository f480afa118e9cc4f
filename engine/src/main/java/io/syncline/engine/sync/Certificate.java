package io.syncline.engine.sync;

import io.syncline.engine.store.Owner;
import io.syncline.engine.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the latest comparison of a destination has found, to be shown to others: up to which places
 * the rows of both ends are equal, how many they are, and a digest of them.
 *
 * @param syncId the sync
 * @param found without the keys that differ
 */
public record Certificate(String syncId, Verification found) {
    private static final String NOTE = "certificate";
    private static final String TITLE = "Syncline certificate 1";

    /** In lines, each a name and a value; what is signed is this text. */
    public String text() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("sync", syncId);
        lines.put("source", found.source());
        lines.put("destination", found.destination());
        lines.put("result", found.equal() ? "equal" : "different");
        lines.put("tables", Integer.toString(found.tables()));
        lines.put("rows", Long.toString(found.rows()));
        lines.put("differing", Long.toString(found.differing()));
        lines.put("waiting", Long.toString(found.waiting()));
        lines.put("source position", found.places().source());
        String target = found.places().target();
        if (target != null) {
            lines.put("destination position", target);
        }
        String digest = found.digest();
        if (digest != null) {
            lines.put("digest", digest);
        }
        lines.put("quiet", Boolean.toString(found.quiet()));
        lines.put("began", Instant.ofEpochMilli(found.beganMillis()).toString());
        lines.put("ended", Instant.ofEpochMilli(found.millis()).toString());
        List<String> text = new ArrayList<>(List.of(TITLE));
        lines.forEach((name, value) -> text.add(name + ": " + value.replace('\n', ' ')));
        return String.join("\n", text) + "\n";
    }

    /** Reads what {@link #text} wrote. */
    static Certificate of(String text) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (String line : text.lines().skip(1).toList()) {
            int colon = line.indexOf(": ");
            lines.put(line.substring(0, colon), line.substring(colon + 2));
        }
        return new Certificate(
                line(lines, "sync"),
                new Verification(
                        line(lines, "source"),
                        line(lines, "destination"),
                        Integer.parseInt(line(lines, "tables")),
                        Long.parseLong(line(lines, "rows")),
                        Long.parseLong(line(lines, "differing")),
                        Long.parseLong(line(lines, "waiting")),
                        List.of(),
                        new Verification.Places(
                                line(lines, "source position"), lines.get("destination position")),
                        lines.get("digest"),
                        Boolean.parseBoolean(line(lines, "quiet")),
                        Instant.parse(line(lines, "began")).toEpochMilli(),
                        Instant.parse(line(lines, "ended")).toEpochMilli()));
    }

    private static String line(Map<String, String> lines, String name) {
        return Objects.requireNonNull(lines.get(name), name);
    }

    /** Keeps what was found of a flow, in place of what was found before. */
    static Verification keep(Store store, Owner owner, String flow, Verification found) {
        store.note(owner, flow, NOTE, new Certificate(owner.syncId(), found).text());
        return found;
    }

    /** Forgets what was found of a flow: its rows are others from now on. */
    static void forget(Store store, Owner owner, String flow) {
        store.note(owner, flow, NOTE, null);
    }

    /** When all rows of a flow had been compared for the last time, UTC; 0 if never. */
    static long fullMillis(Store store, String flow) {
        String text = store.note(flow, NOTE);
        return text == null ? 0 : of(text).found().millis();
    }

    /** The latest of each destination of a sync; none of one that was never compared. */
    public static List<Certificate> of(Store store, SyncDefinition definition) {
        List<Certificate> all = new ArrayList<>();
        for (String flow : definition.flows()) {
            String text = store.note(flow, NOTE);
            if (text != null) {
                all.add(of(text));
            }
        }
        return all;
    }
}
