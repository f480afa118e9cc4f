package io.syncline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * A picture of where a process spent its time, from a recording of Java Flight Recorder: each box
 * is a method, as wide as it was seen on the stack, above whoever called it. After Brendan Gregg's
 * flame graphs. Seen is Java code that ran; waiting, collecting garbage and compiling are not.
 */
final class Flame {
    private static final int WIDTH = 1200;
    private static final int ROW = 17;
    private static final int TOP = 44;

    /** Narrower boxes cannot be read. */
    private static final double SHARE_MIN = 0.004;

    private static final double LETTER = 6.4;

    private static final String STYLE =
            """
            <style>
            text { font: 11px ui-monospace, monospace; fill: #1f2328 } .title { font: 600 15px system-ui, sans-serif }
            .ground { fill: #ffffff } rect { stroke: #ffffff; stroke-width: .5 }
            .own { fill: #7fb2e8 } .driver { fill: #f2b872 } .jdk { fill: #cfd6dd } .thread { fill: #a8d5a2 }
            @media (prefers-color-scheme: dark) { .ground { fill: #0d1117 } .title { fill: #e6edf3 } }
            </style>
            """;

    private final String name;
    private final Map<String, Flame> above = new TreeMap<>();
    private long seen;

    private Flame(String name) {
        this.name = name;
    }

    /**
     * Draws one: recording, picture, title and, of the threads' names, the beginning of those that
     * count; all if there is none.
     */
    static void main(String[] args) throws IOException {
        String begins = args.length > 3 ? args[3] : "";
        Flame all = new Flame("all");
        try (RecordingFile recording = new RecordingFile(Path.of(args[0]))) {
            while (recording.hasMoreEvents()) {
                all.add(recording.readEvent(), begins);
            }
        }
        if (all.seen == 0) {
            throw new IllegalArgumentException("No samples of such threads in " + args[0]);
        }
        Files.writeString(Path.of(args[1]), all.svg(args.length > 2 ? args[2] : args[0]));
        System.out.println(all.seen + " samples, drawn in " + args[1]);
    }

    private void add(RecordedEvent event, String begins) {
        if (!event.getEventType().getName().equals("jdk.ExecutionSample")
                || event.getStackTrace() == null) {
            return;
        }
        RecordedThread thread = event.getThread("sampledThread");
        String who = thread == null || thread.getJavaName() == null ? "?" : thread.getJavaName();
        if (!who.startsWith(begins)) {
            return;
        }
        List<String> stack = new ArrayList<>();
        for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            String type = frame.getMethod().getType().getName();
            stack.add(type + "." + frame.getMethod().getName());
        }
        stack.add("thread " + who.replaceAll("[0-9]+", "N"));
        seen++;
        Flame at = this;
        for (String method : stack.reversed()) {
            at = at.above.computeIfAbsent(method, Flame::new);
            at.seen++;
        }
    }

    private String svg(String title) {
        int height = TOP + 12 + ROW * depth(seen);
        StringBuilder out = new StringBuilder();
        out.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\">%n%s"
                        .formatted(WIDTH, height, STYLE));
        out.append("<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n");
        out.append("<text class=\"title\" x=\"10\" y=\"26\">%s</text>%n".formatted(plain(title)));
        boxes(out, 10, height - 12, seen, WIDTH - 20.0);
        return out.append("</svg>\n").toString();
    }

    private int depth(long of) {
        int deepest = 0;
        for (Flame each : above.values()) {
            if (each.seen >= SHARE_MIN * of) {
                deepest = Math.max(deepest, 1 + each.depth(of));
            }
        }
        return deepest;
    }

    private void boxes(StringBuilder out, double x, int bottom, long of, double width) {
        double at = x;
        List<Flame> widest = new ArrayList<>(above.values());
        widest.sort(Comparator.comparingLong((Flame each) -> -each.seen));
        for (Flame each : widest) {
            double wide = width * each.seen / of;
            if (each.seen < SHARE_MIN * of) {
                continue;
            }
            String text = each.label(wide);
            out.append(
                    String.format(
                            Locale.ROOT,
                            "<g><title>%s: %.1f %%</title><rect class=\"%s\" x=\"%.1f\" y=\"%d\""
                                    + " width=\"%.1f\" height=\"%d\"/><text x=\"%.1f\" y=\"%d\">%s</text></g>%n",
                            plain(each.name),
                            100.0 * each.seen / of,
                            each.kind(),
                            at,
                            bottom - ROW,
                            wide,
                            ROW - 1,
                            at + 3,
                            bottom - 5,
                            plain(text)));
            each.boxes(out, at, bottom - ROW, of, width);
            at += wide;
        }
    }

    /** As much of the name as there is room for: the class and the method. */
    private String label(double wide) {
        int method = name.lastIndexOf('.');
        int type = name.lastIndexOf('.', method - 1);
        String words = name.substring(type + 1);
        int letters = (int) ((wide - 6) / LETTER);
        return letters < 3 ? "" : words.substring(0, Math.min(words.length(), letters));
    }

    private String kind() {
        return name.startsWith("io.syncline")
                ? "own"
                : name.startsWith("thread ")
                        ? "thread"
                        : name.startsWith("java")
                                        || name.startsWith("jdk")
                                        || name.startsWith("sun")
                                ? "jdk"
                                : "driver";
    }

    private static String plain(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
