package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.core.endpoint.Finding;
import io.syncline.engine.sync.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers that say what is wrong, as problem+json (RFC 9457). Pure. */
public final class Complaints {
    /** A body understood and wrong. */
    private static final int UNPROCESSABLE = 422;

    private static final int UNAVAILABLE = 503;

    private Complaints() {}

    /** One problem of the request as a whole. */
    public static Reply of(int status, Code code, String message) {
        return of(status, List.of(new Problem(code, "", message)));
    }

    /** All problems of a body. */
    public static Reply of(List<Problem> problems) {
        boolean notJson =
                problems.stream()
                        .anyMatch(problem -> problem.code() == Code.BAD_JSON && whole(problem));
        return of(notJson ? 400 : UNPROCESSABLE, problems);
    }

    private static boolean whole(Problem problem) {
        return problem.pointer().isEmpty();
    }

    /**
     * What a check does not allow.
     *
     * @param place where the end that a finding is about stands in the body, as a JSON pointer
     */
    static Reply of(Check check, Function<Check.Noted, String> place) {
        List<Problem> problems = new ArrayList<>();
        for (Check.Noted noted : check.noted()) {
            if (noted.error()) {
                Finding finding = noted.finding();
                String remedy = finding.remedy() == null ? "" : " Remedy: " + finding.remedy();
                problems.add(
                        new Problem(
                                finding.code(),
                                place.apply(noted),
                                finding.subject() + ": " + finding.message() + remedy));
            }
        }
        return of(UNPROCESSABLE, problems);
    }

    /** What a call came to that the engine did not allow, or could not do now. */
    public static Reply of(EndpointException problem) {
        String message = String.valueOf(problem.getMessage());
        int status =
                switch (problem.code()) {
                    case UNKNOWN_SYNC,
                            UNKNOWN_EXECUTION,
                            UNKNOWN_PARKED,
                            UNKNOWN_ENDPOINT,
                            UNKNOWN_API_KEY,
                            UNKNOWN_CONFLICT,
                            UNKNOWN_VERSION ->
                            404;
                    case WRONG_STATE, ENDPOINT_IN_USE, LAST_ADMIN_KEY, STALE_DECISION -> 409;
                    default ->
                            switch (problem.kind()) {
                                case TRANSIENT -> UNAVAILABLE;
                                case MISCONFIGURED, HISTORY_LOST -> UNPROCESSABLE;
                                case FENCED -> 409;
                                case BUG -> 500;
                            };
                };
        Reply reply = of(status, problem.code(), message);
        return status == UNAVAILABLE
                ? new Reply(status, reply.body(), Map.of("Retry-After", "1"))
                : reply;
    }

    private static Reply of(int status, List<Problem> problems) {
        Problem first = problems.getFirst();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", "urn:syncline:problem:" + first.code().text());
        body.put("title", first.code().name());
        body.put("status", status);
        body.put("code", first.code().text());
        body.put(
                "detail",
                problems.size() == 1
                        ? first.message()
                        : problems.size() + " problems; the first: " + first.message());
        ArrayNode errors = body.putArray("errors");
        for (Problem problem : problems) {
            errors.addObject()
                    .put("code", problem.code().text())
                    .put("name", problem.code().name())
                    .put("pointer", problem.pointer())
                    .put("message", problem.message());
        }
        return Reply.of(status, body);
    }
}
