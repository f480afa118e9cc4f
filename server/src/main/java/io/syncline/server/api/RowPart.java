package io.syncline.server.api;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A part of the rules of a table, which is replaced as a whole. */
enum RowPart {
    /** What fields become. */
    FIELDS,
    /** What becomes of the others. */
    UNMAPPED,
    /** Functions before those of the mapping. */
    TRANSFORMS,
    /** Functions by class of fields. */
    TYPES,
    /** What hides values. */
    MASKS,
    /** Conditions that stand in the source. */
    SOURCE_FILTERS,
    /** Conditions that a destination names. */
    OWN_FILTERS,
    /** What becomes of rows that do not fulfil them any more. */
    LEAVING,
    /** What a row has to be. */
    VALIDATION;

    private static final Map<String, RowPart> KEYS =
            Map.of(
                    "field_mapping", FIELDS,
                    "transformation", FIELDS,
                    "unmapped", UNMAPPED,
                    "custom_transforms", TRANSFORMS,
                    "data_types", TYPES,
                    "data_masking", MASKS,
                    "on_leave", LEAVING);

    private static final Set<String> CHECKS =
            Set.of(
                    "validation",
                    "business_rules",
                    "required_fields",
                    "format_validation",
                    "data_consistency_checks",
                    "image_url_validation",
                    "attribute_schema_validation",
                    "skip_invalid_records",
                    "validation_mode");

    private static final Set<RowPart> INNER = EnumSet.of(UNMAPPED, TRANSFORMS, TYPES);
    private static final String MAPPING = "transformation";

    /** The keys that may stand in a body and in a destination. */
    static Set<String> keys() {
        return KEYS.keySet();
    }

    /** The parts that a body or a destination names; filters are the caller's. */
    static Set<RowPart> named(Fields fields) {
        Set<RowPart> parts = EnumSet.noneOf(RowPart.class);
        KEYS.forEach(
                (key, part) -> {
                    if (fields.has(key)) {
                        parts.add(part);
                    }
                });
        JsonNode mapping = fields.has(MAPPING) ? fields.node(MAPPING) : null;
        if (mapping != null && mapping.isObject()) {
            mapping.propertyNames()
                    .forEach(
                            name -> {
                                RowPart inner = KEYS.get(Words.snake(name));
                                if (inner != null && INNER.contains(inner)) {
                                    parts.add(inner);
                                }
                            });
        }
        if (CHECKS.stream().anyMatch(fields::has)) {
            parts.add(VALIDATION);
        }
        return parts;
    }
}
