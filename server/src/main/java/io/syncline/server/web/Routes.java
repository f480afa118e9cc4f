package io.syncline.server.web;

import io.syncline.engine.store.Role;
import io.syncline.server.api.Reply;
import io.syncline.server.api.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the call a method and a path mean. Immutable. */
public final class Routes {
    /** A call. */
    @FunctionalInterface
    public interface Call {
        /** Answers. */
        Reply answer(Request request);
    }

    /**
     * A way to a call.
     *
     * @param method the HTTP method
     * @param path the path, with variables in braces
     * @param role what the asker's key has to allow
     */
    public record Route(String method, String path, Role role, Call call) {
        /** A way for those who may look if it looks, and for those who may change things if not. */
        public Route(String method, String path, Call call) {
            this(method, path, method.equals("GET") ? Role.VIEWER : Role.OPERATOR, call);
        }

        private @Nullable Map<String, String> match(List<String> segments) {
            List<String> wanted = List.of(path.split("/", -1));
            if (wanted.size() != segments.size()) {
                return null;
            }
            Map<String, String> variables = new HashMap<>();
            for (int i = 0; i < wanted.size(); i++) {
                String want = wanted.get(i);
                if (want.startsWith("{")) {
                    variables.put(want.substring(1, want.length() - 1), segments.get(i));
                } else if (!want.equals(segments.get(i))) {
                    return null;
                }
            }
            return variables;
        }

        private int variables() {
            return (int) path.chars().filter(c -> c == '{').count();
        }
    }

    /** What a search came to. */
    public sealed interface Match {
        /** The call, and the values of the path's variables. */
        record Found(Route route, Map<String, String> variables) implements Match {}

        /** The path exists, with other methods. */
        record OtherMethod(String allowed) implements Match {}

        /** No such path. */
        enum None implements Match {
            /** The only one there is. */
            NONE
        }
    }

    private final List<Route> all;

    /** These ways. */
    public Routes(List<Route> all) {
        this.all = List.copyOf(all);
    }

    /** All ways, for the contract's test. */
    public List<Route> all() {
        return all;
    }

    /** The call a method and a path mean; of several paths the most literal. */
    public Match find(String method, String path) {
        List<String> segments = List.of(path.split("/", -1));
        List<Match.Found> candidates = new ArrayList<>();
        int least = Integer.MAX_VALUE;
        for (Route route : all) {
            Map<String, String> variables = route.match(segments);
            if (variables != null && route.variables() <= least) {
                if (route.variables() < least) {
                    candidates.clear();
                    least = route.variables();
                }
                candidates.add(new Match.Found(route, variables));
            }
        }
        TreeSet<String> allowed = new TreeSet<>();
        for (Match.Found found : candidates) {
            if (found.route().method().equals(method)) {
                return found;
            }
            allowed.add(found.route().method());
        }
        return allowed.isEmpty()
                ? Match.None.NONE
                : new Match.OtherMethod(String.join(", ", allowed));
    }
}
