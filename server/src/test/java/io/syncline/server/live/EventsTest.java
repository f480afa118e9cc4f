package io.syncline.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Events of real syncs, as a browser would hear them. */
class EventsTest {
    private static LiveServer server;

    /** What stands in one event of a stream. */
    private record Heard(long id, String type, JsonNode event) {
        String state() {
            return event.at("/data/state").asString("");
        }
    }

    @BeforeAll
    static void begin() throws Exception {
        server = LiveServer.shared();
    }

    @Test
    void theStatesOfALifeAreToldInOrderAndAListenerGoesOnWhereItWas() throws Exception {
        Pair pair = Pair.ofUsers(50);
        String id = server.configure(pair.body("heard", ",'mode':'incremental'"));
        server.trigger(id, "{}", 202);
        List<Heard> first = hear(id, 0, heard -> heard.state().equals("completed"));
        assertThat(first.stream().map(Heard::state).filter(state -> !state.isEmpty()))
                .containsExactly("configured", "started", "running", "completed");
        Heard completed = only(first, "sync_completed");
        assertThat(completed.event().at("/data/records_processed").stringValue()).isEqualTo("50");
        assertThat(completed.event().at("/data/duration").stringValue()).matches("(\\d+(ms|m|s))+");
        server.one("POST", id, "/pause", 200);
        server.one("POST", id, "/resume", 200);
        List<Heard> second =
                hear(id, first.getLast().id(), heard -> heard.state().equals("completed"));
        assertThat(second.getFirst().id()).isGreaterThan(first.getLast().id());
        assertThat(second.stream().map(Heard::state).filter(state -> !state.isEmpty()))
                .containsExactly("paused", "started", "running", "completed");
        Pair.sql(pair.target(), "alter table users drop column name");
        server.trigger(id, "{}", 202);
        List<Heard> third =
                hear(id, second.getLast().id(), heard -> heard.state().equals("failed"));
        assertThat(only(third, "sync_error").event().at("/data/code").stringValue())
                .isEqualTo("SYN-2008");
        JsonNode page = server.one("GET", id, "/events", 200);
        List<Long> told = new ArrayList<>();
        page.get("events").forEach(event -> told.add(event.get("id").longValue()));
        List<Long> heard = new ArrayList<>();
        for (List<Heard> each : List.of(first, second, third)) {
            each.forEach(one -> heard.add(one.id()));
        }
        assertThat(told).isEqualTo(heard);
        server.one("DELETE", id, "", 200);
    }

    @Test
    void aTicketOpensOneStream() throws Exception {
        Pair pair = Pair.ofUsers(1);
        String id = server.configure(pair.body("ticket", ",'mode':'incremental'"));
        String ticket =
                server.call("POST", "/api/v1/tickets", null, 201).get("ticket").stringValue();
        HttpRequest request =
                HttpRequest.newBuilder(
                                server.uri("/api/v1/sync/" + id + "/events?ticket=" + ticket))
                        .header("Accept", "text/event-stream")
                        .build();
        HttpResponse<InputStream> answer =
                server.http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        try (BufferedReader lines = reader(answer)) {
            assertThat(lines.readLine()).startsWith(":");
        }
        assertThat(server.http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
        server.one("DELETE", id, "", 200);
    }

    private static Heard only(List<Heard> heard, String type) {
        List<Heard> found = heard.stream().filter(one -> one.type().equals(type)).toList();
        assertThat(found).as(heard.toString()).hasSize(1);
        return found.getFirst();
    }

    /** Listens after an event until the last one that is waited for. */
    private static List<Heard> hear(String id, long after, Predicate<Heard> last) throws Exception {
        HttpRequest request =
                server.request("/api/v1/sync/" + id + "/events")
                        .header("Accept", "text/event-stream")
                        .header("Last-Event-ID", Long.toString(after))
                        .build();
        HttpResponse<InputStream> answer =
                server.http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        List<Heard> heard = new ArrayList<>();
        try (BufferedReader lines = reader(answer)) {
            long number = 0;
            String type = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    number = Long.parseLong(line.substring(4));
                } else if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    heard.add(
                            new Heard(
                                    number, type, JsonMapper.shared().readTree(line.substring(6))));
                    if (last.test(heard.getLast())) {
                        return heard;
                    }
                }
            }
        }
        throw new AssertionError("The stream has ended: " + heard);
    }

    private static BufferedReader reader(HttpResponse<InputStream> answer) {
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }
}
