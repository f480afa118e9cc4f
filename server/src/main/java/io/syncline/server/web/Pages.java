package io.syncline.server.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** The contract, and a page to try it out, from the class path. Thread-safe. */
final class Pages {
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
                    + " connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";

    /** Sends what lies at an open path. */
    void send(String path, HttpServletResponse response) throws IOException {
        byte[] bytes =
                switch (path) {
                    case "/openapi.yaml" -> resource("openapi.yaml");
                    case "/openapi.json" -> json(resource("openapi.yaml"));
                    default -> resource("try.html");
                };
        response.setContentType(
                switch (path) {
                    case "/openapi.yaml" -> "application/yaml; charset=utf-8";
                    case "/openapi.json" -> "application/json";
                    default -> "text/html; charset=utf-8";
                });
        response.setHeader("Content-Security-Policy", POLICY);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
        response.flushBuffer();
    }

    private static byte[] json(byte[] yaml) {
        Object tree =
                new Yaml(new SafeConstructor(new LoaderOptions()))
                        .load(new String(yaml, StandardCharsets.UTF_8));
        return JsonMapper.shared().writeValueAsBytes(tree);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Pages.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IllegalStateException("No resource " + name);
            }
            return in.readAllBytes();
        }
    }
}
