package io.syncline.cli.remote;

import java.util.Locale;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How an answer is written. */
enum Format {
    /** For people. */
    TABLE,
    /** The server's own answer, whole. */
    JSON,
    /** The same as YAML. */
    YAML;

    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** The node in this form, ending with a line's end; a table's is YAML. */
    String text(JsonNode node) {
        return switch (this) {
            case JSON -> PRETTY.writeValueAsString(node) + "\n";
            case TABLE, YAML -> yaml(node);
        };
    }

    private static String yaml(JsonNode node) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setSplitLines(false);
        options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
        return new Yaml(options).dump(JsonMapper.shared().treeToValue(node, Object.class));
    }

    /** As a person writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
