package io.syncline.cli.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads what a person has written for the server: JSON or YAML. No error quotes it. */
final class Body {
    private static final int BYTES_MAX = 1024 * 1024;

    private static final JsonMapper STRICT =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Body() {}

    /**
     * The object in a file, or in the input where the file's name is a dash.
     *
     * @throws Failure USAGE if it cannot be read or is none
     */
    static ObjectNode read(String file) {
        String text = text(file);
        JsonNode node = text.stripLeading().startsWith("{") ? json(file, text) : yaml(file, text);
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw wrong(file, "holds no object with keys");
    }

    private static String text(String file) {
        try {
            byte[] bytes =
                    file.equals("-")
                            ? System.in.readNBytes(BYTES_MAX + 1)
                            : Files.size(Path.of(file)) > BYTES_MAX
                                    ? new byte[BYTES_MAX + 1]
                                    : Files.readAllBytes(Path.of(file));
            if (bytes.length > BYTES_MAX) {
                throw wrong(file, "is larger than " + BYTES_MAX + " bytes");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw wrong(file, "is no text in UTF-8");
        } catch (IOException e) {
            throw wrong(file, "cannot be read");
        }
    }

    private static JsonNode json(String file, String text) {
        try {
            return STRICT.readTree(text);
        } catch (JacksonException e) {
            // The parser's own words quote what it reads, which may hold a secret.
            var at = e.getLocation();
            throw wrong(
                    file,
                    "is not JSON: look at line %d, column %d"
                            .formatted(at.getLineNr(), at.getColumnNr()));
        }
    }

    private static JsonNode yaml(String file, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            Object read = new Yaml(new SafeConstructor(options)).load(text);
            return JsonMapper.shared().valueToTree(read);
        } catch (MarkedYAMLException e) {
            var at = e.getProblemMark();
            throw wrong(
                    file,
                    at == null
                            ? "is neither JSON nor YAML"
                            : "is neither JSON nor YAML: look at line %d, column %d"
                                    .formatted(at.getLine() + 1, at.getColumn() + 1));
        } catch (YAMLException e) {
            throw wrong(file, "is neither JSON nor YAML");
        }
    }

    private static Failure wrong(String file, String what) {
        return Failure.of(
                Exit.USAGE, (file.equals("-") ? "The input " : "The file " + file + " ") + what);
    }
}
