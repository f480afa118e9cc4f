package io.syncline.server.api;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bytes to JSON and back, strictly, and without showing a body in an error. Thread-safe. */
public final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Json() {}

    /** Not JSON; the problem says where. */
    public static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Problem problem;

        MalformedException(Problem problem) {
            super(problem.message());
            this.problem = problem;
        }

        /** What to answer. */
        public Problem problem() {
            return problem;
        }
    }

    /** Reads a body; null if it is empty. */
    public static @Nullable JsonNode read(byte[] bytes) throws MalformedException {
        try {
            JsonNode node = MAPPER.readTree(bytes);
            return node == null || node.isMissingNode() ? null : node;
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            // The parser's own words quote the body, which may hold a secret.
            throw new MalformedException(
                    TriggerParser.notJson(
                            at == null
                                    ? ""
                                    : ": look at line "
                                            + at.getLineNr()
                                            + ", column "
                                            + at.getColumnNr()));
        }
    }

    /** Plain maps, lists, texts, numbers and truths as a node. */
    static JsonNode node(Object plain) {
        return MAPPER.valueToTree(plain);
    }

    /** Writes a node. */
    public static byte[] write(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }
}
