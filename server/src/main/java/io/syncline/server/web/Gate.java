package io.syncline.server.web;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.server.api.Complaints;
import io.syncline.server.api.Reply;
import io.syncline.server.security.Caller;
import io.syncline.server.security.Keys;
import io.syncline.server.security.Tickets;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets nobody in without a good API key, but to the pages that are for everybody. */
final class Gate implements Filter {
    /** For everybody. */
    static final Set<String> OPEN =
            Set.of("/", "/health/live", "/health/ready", "/openapi.yaml", "/openapi.json");

    private static final String BEARER = "Bearer ";
    private static final String CALLER = "syncline.caller";

    private final Supplier<Keys> keys;
    private final Tickets tickets;

    Gate(Supplier<Keys> keys, Tickets tickets) {
        this.keys = keys;
        this.tickets = tickets;
    }

    @Override
    public void doFilter(ServletRequest asked, ServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) asked;
        HttpServletResponse response = (HttpServletResponse) answer;
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        Reply refusal = refusal(request);
        if (refusal == null) {
            chain.doFilter(asked, answer);
        } else {
            Front.send(response, refusal);
        }
    }

    /** Who asks what only somebody with a key may. */
    static Caller caller(HttpServletRequest request) {
        return (Caller) Objects.requireNonNull(request.getAttribute(CALLER));
    }

    private @Nullable Reply refusal(HttpServletRequest request) {
        if (OPEN.contains(request.getRequestURI())) {
            return null;
        }
        String ticket = request.getParameter("ticket");
        if (ticket != null
                && request.getMethod().equals("GET")
                && request.getRequestURI().endsWith("/events")
                && welcome(request, tickets.redeem(ticket))) {
            return null;
        }
        String header = request.getHeader("Authorization");
        boolean bearer =
                header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length());
        try {
            if (header != null
                    && bearer
                    && welcome(
                            request,
                            keys.get().caller(header.substring(BEARER.length()).strip()))) {
                return null;
            }
        } catch (EndpointException e) {
            return Complaints.of(e);
        }
        Reply reply =
                Complaints.of(
                        401,
                        Code.UNAUTHORIZED,
                        bearer
                                ? "This API key is not good."
                                : "Send an API key: Authorization: Bearer <key>.");
        return new Reply(reply.status(), reply.body(), Map.of("WWW-Authenticate", "Bearer"));
    }

    private static boolean welcome(HttpServletRequest request, @Nullable Caller caller) {
        request.setAttribute(CALLER, caller);
        return caller != null;
    }
}
