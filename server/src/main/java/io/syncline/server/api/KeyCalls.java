package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.engine.store.Keyring;
import io.syncline.store.ApiKeys;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls about API keys. */
public final class KeyCalls {
    private static final Logger LOG = LoggerFactory.getLogger(KeyCalls.class);

    private final Supplier<Backend> backend;

    /** Calls on a backend, which is asked for at each call. */
    public KeyCalls(Supplier<Backend> backend) {
        this.backend = backend;
    }

    /** Makes a key; the answer alone has the whole of it. */
    public Reply create(Request request) {
        return switch (NewKey.parse(request.body())) {
            case NewKey.Asked.Bad(List<Problem> problems) -> Complaints.of(problems);
            case NewKey.Asked.Good(NewKey asked) -> {
                Backend parts = backend.get();
                long now = parts.wallMillis().getAsLong();
                Duration life = asked.life();
                ApiKeys.Made made =
                        parts.keys()
                                .create(
                                        asked.name(),
                                        asked.role(),
                                        life == null ? null : Long.valueOf(now + life.toMillis()),
                                        request.who(),
                                        now);
                log("made", made.entry(), request);
                ObjectNode body = Views.object();
                view(body, made.entry(), now);
                yield Reply.of(201, body.put("key", made.key().reveal()));
            }
        };
    }

    private static void log(String done, Keyring.Entry key, Request request) {
        LOG.info(
                "API key {} of {} with role {} was {} by {}",
                ApiKeys.shown(key.id()),
                key.name(),
                Views.word(key.role()),
                done,
                request.who());
    }

    /** A page of all keys, revoked ones too, in the order they were made. */
    public Reply list(Request request) {
        Backend parts = backend.get();
        Problems problems = new Problems();
        int limit =
                (int) RunCalls.number(request, "limit", RunCalls.PAGE, RunCalls.PAGE_MAX, problems);
        if (!problems.none()) {
            return Complaints.of(problems.all());
        }
        String after = request.query().getOrDefault("after", "");
        List<Keyring.Entry> keys = parts.care().registry().keyring().entries(after, limit);
        long now = parts.wallMillis().getAsLong();
        ObjectNode body = Views.object();
        ArrayNode page = body.putArray("keys");
        keys.forEach(key -> view(page.addObject(), key, now));
        body.put("next", keys.isEmpty() || keys.size() < limit ? null : keys.getLast().id());
        return Reply.of(200, body);
    }

    /** Revokes a key: its next request is refused, and its event streams end. */
    public Reply revoke(Request request) {
        List<Problem> problems = TriggerParser.nothing(request.body());
        if (!problems.isEmpty()) {
            return Complaints.of(problems);
        }
        Backend parts = backend.get();
        String id = request.variable("key_id");
        Keyring ring = parts.care().registry().keyring();
        if (ring.entry(id) == null) {
            throw refused(Code.UNKNOWN_API_KEY, "There is no API key " + Words.quoted(id) + ".");
        }
        long now = parts.wallMillis().getAsLong();
        Keyring.Entry revoked = ring.revoke(id, request.who(), now);
        if (revoked == null) {
            throw refused(
                    Code.LAST_ADMIN_KEY,
                    "This is the last key of an administrator that has no end; make another one"
                            + " first.");
        }
        log("revoked", revoked, request);
        ObjectNode body = Views.object();
        view(body, revoked, now);
        return Reply.of(200, body);
    }

    private static EndpointException refused(Code code, String message) {
        return new EndpointException(EndpointException.Kind.MISCONFIGURED, code, message);
    }

    private static void view(ObjectNode into, Keyring.Entry key, long now) {
        Keyring.Revoked revoked = key.revoked();
        into.put("id", key.id());
        into.put("prefix", ApiKeys.shown(key.id()));
        into.put("name", key.name());
        into.put("role", Views.word(key.role()));
        into.put("status", revoked != null ? "revoked" : key.expired(now) ? "expired" : "good");
        into.put("created_at", Views.time(key.createdMillis()));
        into.put("created_by", key.maker());
        into.put("expires_at", time(key.expiresMillis()));
        into.put("last_used_at", time(key.usedMillis()));
        into.put("revoked_at", revoked == null ? null : Views.time(revoked.millis()));
        into.put("revoked_by", revoked == null ? null : revoked.by());
    }

    private static @Nullable String time(@Nullable Long millis) {
        return millis == null ? null : Views.time(millis);
    }
}
