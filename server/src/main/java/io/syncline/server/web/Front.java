package io.syncline.server.web;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.store.Role;
import io.syncline.server.api.Complaints;
import io.syncline.server.api.EventFeed;
import io.syncline.server.api.Json;
import io.syncline.server.api.Reply;
import io.syncline.server.api.Request;
import io.syncline.server.security.Caller;
import io.syncline.server.security.Keys;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Turns HTTP into calls and replies into HTTP. Thread-safe. */
final class Front {
    private static final Logger LOG = LoggerFactory.getLogger(Front.class);

    /** A sync with thousands of tables fits; a flood does not. */
    private static final int BODY_BYTES_MAX = 1024 * 1024;

    private static final String EVENTS = "text/event-stream";

    private final Routes routes;
    private final EventFeed feed;
    private final Pages pages;
    private final Supplier<Keys> keys;
    private final BooleanSupplier ready;

    Front(Routes routes, EventFeed feed, Pages pages, Supplier<Keys> keys, BooleanSupplier ready) {
        this.keys = keys;
        this.routes = routes;
        this.feed = feed;
        this.pages = pages;
        this.ready = ready;
    }

    /** Answers one request. */
    void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Reply reply;
        try {
            reply = answer(request, response);
        } catch (EndpointException e) {
            reply = Complaints.of(e);
        } catch (Json.MalformedException e) {
            reply = Complaints.of(List.of(e.problem()));
        } catch (IOException e) {
            throw e;
        } catch (RuntimeException e) {
            // The edge of the process: nobody above would answer.
            LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
            reply = Complaints.of(500, Code.BUG, "An error inside Syncline; the log has it.");
        }
        if (reply != null && !response.isCommitted()) {
            send(response, reply);
        }
    }

    private @Nullable Reply answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException, Json.MalformedException {
        String path = request.getRequestURI();
        if (Gate.OPEN.contains(path)) {
            return open(path, request, response);
        }
        return switch (routes.find(request.getMethod(), path)) {
            case Routes.Match.None _ ->
                    Complaints.of(404, Code.UNKNOWN_PATH, "There is nothing at this path.");
            case Routes.Match.OtherMethod(String allowed) -> otherMethod(allowed);
            case Routes.Match.Found(Routes.Route route, Map<String, String> variables) -> {
                Caller caller = Gate.caller(request);
                if (!caller.role().covers(route.role())) {
                    yield forbidden(caller, route);
                }
                String accept = request.getHeader("Accept");
                boolean stream = accept != null && accept.contains(EVENTS);
                if (stream && route.path().endsWith("/events")) {
                    stream(request, response, variables.getOrDefault("sync_id", ""));
                    yield null;
                }
                yield call(request, route, variables);
            }
        };
    }

    private static Reply forbidden(Caller caller, Routes.Route route) {
        return Complaints.of(
                403,
                Code.FORBIDDEN,
                "The role of this API key is %s; this call needs the role %s."
                        .formatted(word(caller.role()), word(route.role())));
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static Reply otherMethod(String allowed) {
        Reply reply =
                Complaints.of(405, Code.WRONG_METHOD, "This path answers to " + allowed + ".");
        return new Reply(405, reply.body(), Map.of("Allow", allowed));
    }

    private @Nullable Reply open(
            String path, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!request.getMethod().equals("GET")) {
            return otherMethod("GET");
        }
        return switch (path) {
            case "/health/live" -> health("up", 200);
            case "/health/ready" ->
                    ready.getAsBoolean()
                            ? health("up", 200)
                            : Complaints.of(503, Code.STORE_UNREACHABLE, "Still starting.");
            default -> {
                pages.send(path, response);
                yield null;
            }
        };
    }

    private static Reply health(String status, int code) {
        return Reply.of(code, JsonNodeFactory.instance.objectNode().put("status", status));
    }

    private static Reply call(
            HttpServletRequest request, Routes.Route route, Map<String, String> variables)
            throws IOException, Json.MalformedException {
        byte[] bytes = request.getInputStream().readNBytes(BODY_BYTES_MAX + 1);
        if (bytes.length > BODY_BYTES_MAX) {
            return Complaints.of(
                    413, Code.REFUSED, "A body has at most " + BODY_BYTES_MAX + " bytes.");
        }
        String type = request.getContentType();
        if (bytes.length > 0 && (type == null || !json(type))) {
            return Complaints.of(415, Code.WRONG_MEDIA_TYPE, "Send the body as application/json.");
        }
        JsonNode body = Json.read(bytes);
        return route.call()
                .answer(new Request(variables, query(request), body, Gate.caller(request)));
    }

    private static boolean json(String type) {
        String media = type.toLowerCase(Locale.ROOT);
        return media.startsWith("application/json") || media.contains("+json");
    }

    private static Map<String, String> query(HttpServletRequest request) {
        Map<String, String> query = new HashMap<>();
        String text = request.getQueryString();
        for (String pair : text == null ? List.<String>of() : List.of(text.split("&"))) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private void stream(HttpServletRequest request, HttpServletResponse response, String syncId)
            throws IOException {
        feed.check(syncId);
        response.setStatus(200);
        response.setContentType(EVENTS);
        response.setCharacterEncoding("UTF-8");
        response.setHeader("X-Accel-Buffering", "no");
        String last = request.getHeader("Last-Event-ID");
        String after = last == null ? query(request).getOrDefault("after", "0") : last;
        long from = after.matches("\\d{1,18}") ? Long.parseLong(after) : 0;
        Caller caller = Gate.caller(request);
        feed.run(syncId, from, () -> keys.get().good(caller), new ResponseSink(response));
    }

    private record ResponseSink(HttpServletResponse response) implements EventFeed.Sink {
        @Override
        public void event(long id, String type, String data) throws IOException {
            write("id: " + id + "\nevent: " + type + "\ndata: " + data + "\n\n");
        }

        @Override
        public void heartbeat() throws IOException {
            write(": here\n\n");
        }

        private void write(String text) throws IOException {
            response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            response.flushBuffer();
        }
    }

    /** Sends a reply. */
    static void send(HttpServletResponse response, Reply reply) throws IOException {
        byte[] bytes = Json.write(reply.body());
        response.setStatus(reply.status());
        response.setContentType(reply.contentType());
        reply.headers().forEach(response::setHeader);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
        response.flushBuffer();
    }
}
