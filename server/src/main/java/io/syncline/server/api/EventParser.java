package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.engine.shape.Args;
import io.syncline.engine.shape.FieldRule;
import io.syncline.server.api.FiltersParser.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code event_to_relational}: which paths of a document become which fields. The document
 * itself goes only if that is said. For one body, one thread.
 */
final class EventParser {
    static final String NAME = "event_to_relational";
    private static final String COLUMN = "column";
    private static final String FIELDS = "fields";
    private static final String KEEP = "keep";
    private static final String TO = "to";
    private static final String TYPE = "type";
    private static final String PATH = "path";

    private final ArgsParser args;
    private final Problems problems;

    EventParser(ArgsParser args, Problems problems) {
        this.args = args;
        this.problems = problems;
    }

    List<FieldRule> rules(JsonNode node, String pointer, boolean everywhere) {
        List<FieldRule> rules = new ArrayList<>();
        Fields fields = Fields.of(node, pointer, problems);
        String column = fields.required(COLUMN);
        boolean keep = fields.flag(KEEP, false);
        JsonNode paths = fields.node(FIELDS);
        fields.finish(Set.of());
        if (paths == null) {
            problems.add(Code.MISSING_KEY, fields.pointer(FIELDS), "The key fields is missing.");
            return rules;
        }
        if (column == null) {
            return rules;
        }
        if (keep) {
            rules.add(new FieldRule(column, column, null, Args.none(), everywhere, pointer));
        }
        for (Member member : Member.all(paths, fields.pointer(FIELDS), problems)) {
            rules.add(rule(column, member, everywhere));
        }
        return rules;
    }

    private FieldRule rule(String column, Member member, boolean everywhere) {
        String to = member.name().replace('.', '_');
        String type = "text";
        if (member.node().isString()) {
            to = member.node().stringValue();
        } else if (member.node().isObject()) {
            Args given = args.of(member.node(), member.pointer(), Set.of());
            to = given.has(TO) ? given.all(TO).getFirst() : to;
            type = given.has(TYPE) ? given.all(TYPE).getFirst() : type;
        } else {
            problems.add(
                    Code.WRONG_TYPE,
                    member.pointer(),
                    "A field's name, or an object with to and type, is expected here.");
        }
        return new FieldRule(
                column,
                to,
                "json_field",
                Args.of(PATH, member.name(), TYPE, type),
                everywhere,
                member.pointer());
    }
}
