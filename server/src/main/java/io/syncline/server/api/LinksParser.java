package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.facing.LinkTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes which rows of a two-way sync have another key at each end. For one body. */
final class LinksParser {
    /** Where it stands. */
    static final String LINKS = "linked_keys";

    private static final String TABLES = "tables";
    private static final String REFERENCES = "references";
    private static final String MATCH = "match";

    private final boolean star;
    private final Problems problems;

    /**
     * @param star whether there are several sources, which need not have all tables
     */
    LinksParser(boolean star, Problems problems) {
        this.star = star;
        this.problems = problems;
    }

    /** Reads the member of a body: a list of tables, or an object. */
    LinkTerms parse(Fields body) {
        JsonNode given = body.node(LINKS);
        if (given == null) {
            return LinkTerms.NONE;
        }
        if (given.isArray()) {
            return new LinkTerms(names(body, LINKS), List.of(), star);
        }
        Fields links = body.object(LINKS);
        List<LinkTerms.Table> tables = tables(links);
        List<LinkTerms.Reference> references = references(links);
        links.finish(Set.of());
        if (tables.isEmpty() && given.isObject()) {
            problems.add(
                    Code.MISSING_KEY,
                    links.pointer(TABLES),
                    "Name the tables whose rows both ends number.");
        }
        return new LinkTerms(tables, references, star);
    }

    private static List<LinkTerms.Table> names(Fields fields, String name) {
        List<String> names = fields.texts(name);
        List<LinkTerms.Table> tables = new ArrayList<>();
        for (int i = 0; names != null && i < names.size(); i++) {
            String pointer = fields.pointer(name) + "/" + i;
            tables.add(new LinkTerms.Table(names.get(i), List.of(), pointer));
        }
        return tables;
    }

    private List<LinkTerms.Table> tables(Fields links) {
        JsonNode node = links.node(TABLES);
        if (node == null || node.isArray()) {
            return names(links, TABLES);
        }
        List<LinkTerms.Table> tables = new ArrayList<>();
        if (!node.isObject()) {
            problems.add(
                    Code.WRONG_TYPE,
                    links.pointer(TABLES),
                    "Write [\"customers\"] or {\"customers\": {\"match\": [\"email\"]}}.");
        }
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            String pointer = links.pointer(TABLES) + "/" + Fields.escaped(each.getKey());
            Fields table = Fields.of(each.getValue(), pointer, problems);
            JsonNode match = table.node(MATCH);
            List<String> fields = null;
            if (match != null && match.isString()) {
                fields = List.of(match.stringValue());
            } else if (match != null) {
                fields = table.texts(MATCH);
            }
            table.finish(Set.of());
            tables.add(
                    new LinkTerms.Table(
                            each.getKey(), fields == null ? List.of() : fields, pointer));
        }
        return tables;
    }

    private List<LinkTerms.Reference> references(Fields links) {
        JsonNode node = links.node(REFERENCES);
        List<LinkTerms.Reference> references = new ArrayList<>();
        if (node == null) {
            return references;
        }
        if (!node.isObject()) {
            problems.add(
                    Code.WRONG_TYPE,
                    links.pointer(REFERENCES),
                    "Write {\"orders.customer_id\": \"customers\"}.");
        }
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            String pointer = links.pointer(REFERENCES) + "/" + Fields.escaped(each.getKey());
            int dot = each.getKey().lastIndexOf('.');
            if (dot < 1 || dot == each.getKey().length() - 1) {
                problems.add(Code.BAD_NAME, pointer, "A table's field is named: table.field.");
            } else if (!each.getValue().isString()) {
                problems.add(Code.WRONG_TYPE, pointer, "The name of a table is expected here.");
            } else {
                references.add(
                        new LinkTerms.Reference(
                                each.getKey().substring(0, dot),
                                each.getKey().substring(dot + 1),
                                each.getValue().stringValue(),
                                pointer));
            }
        }
        return references;
    }

    /** Writes it as an object, if there is anything to say. */
    static void show(ObjectNode into, LinkTerms terms) {
        if (terms.isNothing()) {
            return;
        }
        ObjectNode links = into.putObject(LINKS);
        ObjectNode tables = links.putObject(TABLES);
        terms.tables()
                .forEach(
                        each ->
                                Views.texts(
                                        tables.putObject(each.name()).putArray(MATCH),
                                        each.match()));
        ObjectNode references = links.putObject(REFERENCES);
        terms.references()
                .forEach(each -> references.put(each.table() + "." + each.field(), each.to()));
    }
}
