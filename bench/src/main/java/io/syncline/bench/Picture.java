package io.syncline.bench;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Horizontal bars of ratios with their spread, each with its goal, and a line at 1; as SVG that
 * takes the reader's light or dark theme.
 *
 * @param title one line
 * @param note one line below it
 * @param bars from top to bottom
 */
record Picture(String title, String note, List<Bar> bars) {
    private static final int WIDTH = 760;
    private static final int LEFT = 230;
    private static final int RIGHT = 150;
    private static final int TOP = 76;
    private static final int ROW = 34;
    private static final int THICK = 18;
    private static final int BELOW = 34;

    /** From here on the axis has marks at whole numbers only. */
    private static final double HIGH = 6;

    /** Room beyond the longest bar. */
    private static final double ROOM = 1.05;

    private static final String STYLE =
            """
            <style>
            text { font: 13px system-ui, sans-serif; fill: #1f2328 }
            .title { font-size: 16px; font-weight: 600 } .note, .tick { fill: #59636e; font-size: 12px }
            .ground { fill: #ffffff } .bar { fill: #4c8dd6 } .mean { fill: #2f6db5 }
            .grid { stroke: #d1d9e0 } .one { stroke: #1f2328; stroke-width: 1.5 }
            .spread { stroke: #1f2328; stroke-width: 1.5; fill: none } .goal { stroke: #cf222e; stroke-width: 3 }
            @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3 } .note, .tick { fill: #9198a1 }
            .ground { fill: #0d1117 } .bar { fill: #3b78b8 } .mean { fill: #6cb0f5 }
            .grid { stroke: #30363d } .one { stroke: #e6edf3 }
            .spread { stroke: #e6edf3 } .goal { stroke: #ff7b72 }
            }
            </style>
            """;

    /**
     * One bar.
     *
     * @param kind its class in the style: bar or mean
     * @param least the left end of its spread; the value if it has none
     * @param most the right end
     */
    record Bar(String label, String kind, double value, double least, double most, double goal) {}

    /** Copies the list. */
    Picture {
        bars = List.copyOf(bars);
    }

    /** A bar for each workload and one for their mean. */
    static Picture of(
            String title, String note, List<Ratios.Line> lines, double mean, Goals goals) {
        List<Bar> bars = new ArrayList<>();
        for (Ratios.Line line : lines) {
            bars.add(
                    new Bar(
                            Workload.words(line.subject()),
                            "bar",
                            line.ratio(),
                            line.least(),
                            line.most(),
                            goals.of(line)));
        }
        bars.add(new Bar("geometric mean", "mean", mean, mean, mean, goals.mean()));
        return new Picture(title, note, bars);
    }

    /** The whole file. */
    String svg() {
        double end = end();
        int bottom = TOP + ROW * bars.size();
        StringBuilder svg = new StringBuilder(head(bottom + BELOW));
        double step = end > HIGH ? 1 : 0.5;
        for (double at = 0; at <= end; at += step) {
            svg.append(line("grid", at, end, TOP - 6, bottom));
            svg.append(
                    "<text class='tick' x='%s' y='%d' text-anchor='middle'>%s</text>\n"
                            .formatted(x(at, end), bottom + 18, number(at, 1)));
        }
        for (int i = 0; i < bars.size(); i++) {
            svg.append(bar(bars.get(i), end, TOP + ROW * i + ROW / 2));
        }
        // Over the bars, or they would hide it.
        svg.append(line("one", 1, end, TOP - 6, bottom));
        return svg.append("</svg>\n").toString();
    }

    private String head(int height) {
        return """
               <svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' viewBox='0 0 %d %d' role='img'>
               <title>%s</title>
               %s<rect class='ground' width='100%%' height='100%%'/>
               <text class='title' x='16' y='28'>%s</text>
               <text class='note' x='16' y='48'>%s</text>
               """
                .formatted(
                        WIDTH,
                        height,
                        WIDTH,
                        height,
                        escaped(title),
                        STYLE,
                        escaped(title),
                        escaped(note));
    }

    private double end() {
        double most = 1;
        for (Bar bar : bars) {
            most = Math.max(most, Math.max(bar.most, bar.goal));
        }
        return most * ROOM;
    }

    private static String bar(Bar bar, double end, int middle) {
        int upper = middle - THICK / 2;
        boolean spreads = bar.least < bar.most;
        String words =
                spreads ? " (%s..%s)".formatted(number(bar.least, 2), number(bar.most, 2)) : "";
        String whisker =
                spreads
                        ? "<path class='spread' d='M%s %dv8m0 -4H%sm0 -4v8'/>\n"
                                .formatted(x(bar.least, end), middle - 4, x(bar.most, end))
                        : "";
        return """
               <text x='%d' y='%d' text-anchor='end'>%s</text>
               <path class='%s' d='M%d %dH%sv%dH%dz'/>
               %s%s<text x='%d' y='%d'>%s%s</text>
               """
                .formatted(
                        LEFT - 10,
                        middle + 5,
                        escaped(bar.label),
                        bar.kind,
                        LEFT,
                        upper,
                        x(bar.value, end),
                        THICK,
                        LEFT,
                        line("goal", bar.goal, end, upper - 4, upper + THICK + 4),
                        whisker,
                        WIDTH - RIGHT + 12,
                        middle + 5,
                        number(bar.value, 2),
                        words);
    }

    private static String line(String kind, double at, double end, int top, int bottom) {
        return "<path class='%s' d='M%s %dV%d'/>\n".formatted(kind, x(at, end), top, bottom);
    }

    private static String x(double value, double end) {
        return number(LEFT + value / end * (WIDTH - LEFT - RIGHT), 1);
    }

    /** As SVG reads it, whatever the machine's language. */
    private static String number(double value, int places) {
        return BigDecimal.valueOf(value).setScale(places, RoundingMode.HALF_UP).toPlainString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
