package io.syncline.testkit.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which documents a command is about, where it says so by their ids. */
final class WantedIds {
    private final Set<Object> ids = new LinkedHashSet<>();
    private boolean all;

    private WantedIds() {}

    /** The ids; null if it may be about any document. */
    static @Nullable Set<Object> of(Document command) {
        WantedIds wanted = new WantedIds();
        String name = command.keySet().iterator().next();
        switch (name) {
            case "find" -> wanted.filter(command.get("filter"));
            case "findAndModify" -> wanted.filter(command.get("query"));
            case "insert" -> wanted.each(command, "documents", null);
            case "update" -> wanted.each(command, "updates", "q");
            case "delete" -> wanted.each(command, "deletes", "q");
            default -> wanted.all = true;
        }
        return wanted.all ? null : wanted.ids;
    }

    private void each(Document command, String key, @Nullable String part) {
        for (Object each : Parts.list(command, key)) {
            filter(part == null ? each : ((Document) each).get(part));
        }
    }

    private void filter(@Nullable Object filter) {
        Object id = filter instanceof Document document ? document.get("_id") : null;
        if (id instanceof Document parts && !parts.isEmpty()) {
            String first = parts.keySet().iterator().next();
            if (first.equals("$in") && parts.get(first) instanceof List<?> several) {
                ids.addAll(several);
                return;
            }
            all |= first.startsWith("$");
        }
        if (id == null) {
            all = true;
        } else {
            ids.add(id);
        }
    }
}
