package io.syncline.cli.remote;

import tools.jackson.databind.JsonNode;

/** Puts what a server complains of, as problem+json, in lines for a person. Pure. */
final class Complaint {
    private static final String REMEDY = " Remedy: ";

    private Complaint() {}

    /** All problems: title, code and place, then the message, then the remedy if there is one. */
    static String text(JsonNode problem) {
        JsonNode errors = problem.path("errors");
        if (!errors.isArray() || errors.isEmpty()) {
            return Cells.plain(
                    one(problem.path("code"), problem.path("title"), "", problem.path("detail")));
        }
        StringBuilder text = new StringBuilder();
        text.append(errors.size() == 1 ? "1 problem" : errors.size() + " problems");
        if (problem.path("status").asInt() == 422) {
            text.append("; nothing was changed");
        }
        for (JsonNode error : errors) {
            String place = error.path("pointer").asString();
            text.append('\n')
                    .append(
                            one(
                                    error.path("code"),
                                    error.path("name"),
                                    place,
                                    error.path("message")));
        }
        return text.toString();
    }

    private static String one(JsonNode code, JsonNode title, String place, JsonNode message) {
        String words = Cells.plain(message.asString());
        int remedy = words.indexOf(REMEDY);
        String what = remedy < 0 ? words : words.substring(0, remedy);
        return "  "
                + Cells.plain(code.asString())
                + " "
                + Cells.plain(title.asString())
                + (place.isEmpty() ? "" : " at " + Cells.plain(place))
                + "\n    "
                + what
                + (remedy < 0 ? "" : "\n    Remedy: " + words.substring(remedy + REMEDY.length()));
    }
}
