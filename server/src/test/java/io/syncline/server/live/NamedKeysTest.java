package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.engine.store.Role;
import io.syncline.server.web.Routes;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keys with a name and a role, and what they let their bearers do. */
class NamedKeysTest {
    private static final String KEYS = "/api/v1/keys";

    private static LiveServer server;

    @BeforeAll
    static void begin() throws Exception {
        server = LiveServer.shared();
    }

    private static JsonNode made(String name, Role role, String more) {
        String body = "{'name':'" + name + "','role':'" + role + "'" + more + "}";
        return server.call("POST", KEYS, body, 201);
    }

    private static HttpResponse<String> ask(JsonNode made, String method, String path)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(server.uri(path))
                        .header("Authorization", "Bearer " + made.get("key").stringValue())
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        return server.http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String title(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body()).path("title").asString();
    }

    @Test
    void aRoleAllowsItsCallsAndNoOthers() throws Exception {
        TreeSet<String> forAdmins = new TreeSet<>();
        for (Role role : Role.values()) {
            JsonNode made = made("as " + role, role, "");
            for (Routes.Route route : server.routes.all()) {
                if (route.role() == Role.ADMIN) {
                    forAdmins.add(route.method() + " " + route.path());
                }
                if (!role.covers(route.role())) {
                    String path = route.path().replaceAll("\\{\\w+}", "x");
                    HttpResponse<String> answer = ask(made, route.method(), path);
                    assertThat(answer.statusCode()).as(role + " " + route).isEqualTo(403);
                    assertThat(title(answer)).isEqualTo("FORBIDDEN");
                    assertThat(answer.body()).contains(role.name().toLowerCase(Locale.ROOT));
                }
            }
            assertThat(ask(made, "GET", "/api/v1/sync").statusCode()).isEqualTo(200);
            assertThat(ask(made, "POST", "/api/v1/tickets").statusCode()).isEqualTo(201);
            assertThat(ask(made, "POST", "/api/v1/sync/x/pause").statusCode())
                    .isEqualTo(role.covers(Role.OPERATOR) ? 404 : 403);
            assertThat(ask(made, "GET", KEYS).statusCode())
                    .isEqualTo(role.covers(Role.ADMIN) ? 200 : 403);
        }
        assertThat(forAdmins)
                .containsExactly("DELETE " + KEYS + "/{key_id}", "GET " + KEYS, "POST " + KEYS);
    }

    @Test
    void aKeyIsToldOnceAndListedWithoutItsSecret() throws Exception {
        JsonNode made = made("Zoë B.", Role.OPERATOR, ",'expiresIn':'90d'");
        String secret = made.get("key").stringValue().substring(17);
        assertThat(made.get("key").stringValue())
                .startsWith(made.get("prefix").stringValue() + "_");
        assertThat(made.get("created_by").stringValue()).isEqualTo("root");
        assertThat(ask(made, "GET", "/api/v1/sync").statusCode()).isEqualTo(200);

        JsonNode listed = found(made.get("id").stringValue());

        assertThat(listed.get("name").stringValue()).isEqualTo("Zoë B.");
        assertThat(listed.get("status").stringValue()).isEqualTo("good");
        assertThat(listed.get("expires_at")).isEqualTo(made.get("expires_at"));
        assertThat(listed.get("last_used_at").stringValue()).endsWith(":00:00Z");
        assertThat(server.call("GET", KEYS + "?limit=1000", null, 200).toString())
                .doesNotContain(secret);
        assertThat(Dump.of(server.store).toString()).doesNotContain(secret);
        try (var files = Files.walk(server.data.resolve("logs"))) {
            for (Path log : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(log)).doesNotContain(secret).doesNotContain(server.key);
            }
        }
    }

    private static JsonNode found(String id) {
        String after = "";
        while (true) {
            JsonNode page = server.call("GET", KEYS + "?limit=2&after=" + after, null, 200);
            for (JsonNode each : page.get("keys")) {
                if (each.get("id").stringValue().equals(id)) {
                    return each;
                }
            }
            after = page.get("next").stringValue();
        }
    }

    @Test
    void aKeyIsRevokedAtOnceAndSoAreItsStreams() throws Exception {
        Pair pair = Pair.ofUsers(1);
        String id = server.configure(pair.body("overheard", ",'mode':'incremental'"));
        JsonNode made = made("listener", Role.VIEWER, "");
        HttpRequest request =
                HttpRequest.newBuilder(server.uri("/api/v1/sync/" + id + "/events"))
                        .header("Authorization", "Bearer " + made.get("key").stringValue())
                        .header("Accept", "text/event-stream")
                        .build();
        HttpResponse<InputStream> stream =
                server.http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).startsWith(":");
            String path = KEYS + "/" + made.get("id").stringValue();

            JsonNode revoked = server.call("DELETE", path, null, 200);

            assertThat(revoked.get("status").stringValue()).isEqualTo("revoked");
            assertThat(revoked.get("revoked_by").stringValue()).isEqualTo("root");
            assertThat(ask(made, "GET", "/api/v1/sync").statusCode()).isEqualTo(401);
            server.trigger(id, "{}", 202);
            assertThat(lines.lines().filter(line -> line.contains("sync_completed"))).isEmpty();
            assertThat(server.call("DELETE", path, null, 200)).isEqualTo(revoked);
        }
        server.awaitRun(id);
        server.one("DELETE", id, "", 200);
    }

    @Test
    void aKeyWithAnEndEnds() throws Exception {
        JsonNode made = made("short", Role.ADMIN, ",'expires_in':'1ms'");
        Thread.sleep(2);
        assertThat(ask(made, "GET", "/api/v1/sync").statusCode()).isEqualTo(401);
        assertThat(found(made.get("id").stringValue()).get("status").stringValue())
                .isEqualTo("expired");
    }

    @Test
    void whatWouldLockEverybodyOutIsRefused() {
        JsonNode root = server.call("GET", KEYS + "?limit=1", null, 200).at("/keys/0");
        assertThat(root.get("name").stringValue()).isEqualTo("root");
        assertThat(root.get("role").stringValue()).isEqualTo("admin");
        assertThat(root.get("created_by").isNull()).isTrue();
        for (JsonNode each : server.call("GET", KEYS + "?limit=1000", null, 200).get("keys")) {
            if (!each.equals(root)) {
                server.call("DELETE", KEYS + "/" + each.get("id").stringValue(), null, 200);
            }
        }
        String path = KEYS + "/" + root.get("id").stringValue();
        assertThat(server.call("DELETE", path, null, 409).get("title").stringValue())
                .isEqualTo("LAST_ADMIN_KEY");
        assertThat(server.call("DELETE", KEYS + "/x", null, 404).get("title").stringValue())
                .isEqualTo("UNKNOWN_API_KEY");
    }

    @Test
    void allThatIsWrongWithAWishIsToldAtOnce() {
        JsonNode wrong =
                server.call(
                        "POST",
                        KEYS,
                        "{'name':'two\\nlines','role':'root','expires_in':'0s','scope':'x'}",
                        422);
        assertThat(wrong.get("errors"))
                .extracting(each -> each.get("name").stringValue())
                .containsExactly("BAD_NAME", "UNKNOWN_WORD", "OUT_OF_RANGE", "UNKNOWN_KEY");
        assertThat(server.call("POST", KEYS, "{}", 422).get("errors")).hasSize(2);
        assertThat(server.call("POST", KEYS, "{'name':' x','role':'admin'}", 422).toString())
                .contains("BAD_NAME");
    }
}
