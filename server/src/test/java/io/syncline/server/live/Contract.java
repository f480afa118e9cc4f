package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.syncline.server.web.Routes;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What openapi.yaml promises of every answer. */
final class Contract {
    private static final String PROBLEM =
            "/components/responses/Problem/content/application~1problem+json/schema";

    private final ObjectNode document;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    Contract() {
        InputStream yaml = Contract.class.getResourceAsStream("/openapi.yaml");
        document = JsonMapper.shared().valueToTree(new Yaml().<Object>load(yaml));
    }

    /** Every call it names, as method and path. */
    TreeSet<String> calls() {
        TreeSet<String> calls = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (!method.getKey().equals("parameters") && path.getKey().startsWith("/api/")) {
                    calls.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                }
            }
        }
        return calls;
    }

    /** The schema of a name. */
    JsonNode schema(String name) {
        return document.at("/components/schemas/" + name);
    }

    /** Fails if an answer is not as promised. */
    void hold(Routes routes, String method, String path, int status, String media, String body) {
        assertThat(media).isEqualTo(status < 400 ? "application/json" : "application/problem+json");
        String pointer = PROBLEM;
        if (status < 400
                && routes.find(method, path) instanceof Routes.Match.Found(Routes.Route route, _)) {
            pointer =
                    "/paths/"
                            + route.path().replace("/", "~1")
                            + "/"
                            + method.toLowerCase(Locale.ROOT)
                            + "/responses/"
                            + status
                            + "/content/application~1json/schema";
        }
        assertThat(schemas.computeIfAbsent(pointer, this::read).validate(body, InputFormat.JSON))
                .as("%s %s: %s", method, path, body)
                .isEmpty();
    }

    private Schema read(String pointer) {
        JsonNode schema = document.at(pointer);
        assertThat(schema.isObject()).as("The contract has nothing at %s", pointer).isTrue();
        ObjectNode whole = ((ObjectNode) schema).deepCopy();
        whole.set("components", document.get("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole);
    }
}
