package io.syncline.store;

import io.syncline.engine.facing.LinkTerms;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How it rests which rows of a sync have another key at each end. Pure. */
final class LinkText {
    private static final String POINTER = "pointer";

    private LinkText() {}

    static Map<String, Object> write(LinkTerms terms) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tables", terms.tables().stream().map(LinkText::written).toList());
        json.put("references", terms.references().stream().map(LinkText::written).toList());
        json.put("partly", terms.partly());
        return json;
    }

    private static Map<String, Object> written(LinkTerms.Table table) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", table.name());
        json.put("match", table.match());
        json.put(POINTER, table.pointer());
        return json;
    }

    private static Map<String, Object> written(LinkTerms.Reference reference) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", reference.table());
        json.put("field", reference.field());
        json.put("to", reference.to());
        json.put(POINTER, reference.pointer());
        return json;
    }

    /** Definitions of before there were links have none. */
    static LinkTerms read(@Nullable Object json) {
        if (!(json instanceof Map<?, ?> members)) {
            return LinkTerms.NONE;
        }
        Part part = new Part(members);
        List<LinkTerms.Table> tables =
                part.list("tables").stream()
                        .map(Part::of)
                        .map(
                                each ->
                                        new LinkTerms.Table(
                                                each.text("name"),
                                                each.texts("match"),
                                                each.text(POINTER)))
                        .toList();
        List<LinkTerms.Reference> references =
                part.list("references").stream()
                        .map(Part::of)
                        .map(
                                each ->
                                        new LinkTerms.Reference(
                                                each.text("table"),
                                                each.text("field"),
                                                each.text("to"),
                                                each.text(POINTER)))
                        .toList();
        // The first stores of version 10 do not say so.
        boolean partly = members.containsKey("partly") && part.kept("partly", Boolean.class);
        return new LinkTerms(tables, references, partly);
    }
}
