package io.syncline.cli.remote;

import java.util.ArrayList;
import java.util.List;

/** Breaks sentences into lines between words. Pure. */
final class Wrap {
    private static final int LEAST = 10;

    private Wrap() {}

    /** The lines; none is longer than the width unless a word is. The later ones are indented. */
    static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split(" +")) {
            boolean full = line.length() + 1 + word.length() > Math.max(LEAST, width);
            if (full && !line.toString().isBlank()) {
                lines.add(line.toString());
                line.setLength(0);
                line.append("  ");
            }
            line.append(line.isEmpty() || line.toString().isBlank() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
