package io.syncline.server.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The keys that say what becomes of rows, each with a value other than what holds without it. */
final class RowKeys {
    private static final Map<String, String> ANYWHERE =
            Map.of(
                    "/transformation", "{'a':'b'}",
                    "/field_mapping", "{'a':'b'}",
                    "/data_types", "{'booleans':'string'}",
                    "/custom_transforms", "[{'field':'a','transform':'trim'}]",
                    "/unmapped", "'drop'",
                    "/data_masking", "{'a':'redact'}",
                    "/on_leave", "'keep'");

    private static final Map<String, String> VALIDATION =
            Map.of(
                    "/required_fields", "['a']",
                    "/format_validation", "true",
                    "/data_consistency_checks", "true",
                    "/image_url_validation", "true",
                    "/attribute_schema_validation", "true",
                    "/skip_invalid_records", "true",
                    "/validation_mode", "'lenient'");

    private RowKeys() {}

    static Map<String, String> all() {
        Map<String, String> keys = new TreeMap<>(ANYWHERE);
        ANYWHERE.forEach((key, value) -> keys.put("/destination" + key, value));
        keys.putAll(VALIDATION);
        VALIDATION.forEach((key, value) -> keys.put("/validation" + key, value));
        keys.put("/source/filters", "{'t':'a = 1'}");
        keys.put("/destination/filters", "['nobody']");
        keys.put("/filters", "{'a':7}");
        keys.put("/business_rules", "{'a':'b = 1'}");
        keys.put("/validation/business_rule_validation", "{'a':'b = 1'}");
        keys.put("/validation/referential_integrity", "true");
        for (String end : List.of("/source", "/destination")) {
            keys.put(end + "/soft_delete", "{'deleted_at':'timestamp'}");
            keys.put(end + "/version_columns", "'lock_version'");
            keys.put(end + "/side_owned", "['notes']");
        }
        return keys;
    }
}
