package io.syncline.cli.remote;

import io.syncline.cli.screen.Screen;
import io.syncline.cli.screen.Table;
import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/**
 * Where an answer goes.
 *
 * @param out for what was asked
 * @param format its form
 * @param screen for what is drawn while somebody waits; nothing of it is part of the answer
 * @param width letters in a line
 */
record Output(PrintWriter out, Format format, Screen screen, int width) {
    /** Whether a person reads it. */
    boolean forPeople() {
        return format == Format.TABLE;
    }

    /** The answer itself, for programs; or else what the second argument does, for people. */
    void answer(JsonNode node, Runnable people) {
        if (forPeople()) {
            people.run();
        } else {
            out.print(format.text(node));
        }
        out.flush();
    }

    /** A node in the form that was asked for; for people too. */
    void node(JsonNode node) {
        out.print(format.text(node));
        out.flush();
    }

    /** A line for people. */
    void line(String text) {
        out.println(text);
        out.flush();
    }

    /** A table for people. */
    void table(Table table) {
        table.lines(width).forEach(out::println);
        out.flush();
    }
}
