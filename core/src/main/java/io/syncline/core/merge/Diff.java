package io.syncline.core.merge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which pieces of a text are still there in another: a shortest edit script, found from its front
 * (Myers, "An O(ND) Difference Algorithm and Its Variations", 1986).
 */
final class Diff {
    /** More edits than this are taken for another text altogether. */
    private static final int EDITS_MAX = 1_000;

    private Diff() {}

    /**
     * For each piece of the first list its place in the second, or -1 if it is not kept; places
     * only grow.
     */
    static int[] kept(List<String> from, List<String> to) {
        int[] kept = new int[from.size()];
        Arrays.fill(kept, -1);
        int most = Math.min(from.size() + to.size(), EDITS_MAX);
        // furthest[k + most]: how far along the first list diagonal k has come.
        int[] furthest = new int[2 * most + 2];
        List<int[]> trace = new ArrayList<>();
        for (int edits = 0; edits <= most; edits++) {
            trace.add(Arrays.copyOfRange(furthest, most - edits, most + edits + 2));
            for (int k = -edits; k <= edits; k += 2) {
                int x = start(furthest, most, edits, k);
                int y = x - k;
                while (x < from.size() && y < to.size() && from.get(x).equals(to.get(y))) {
                    x++;
                    y++;
                }
                furthest[most + k] = x;
                if (x >= from.size() && y >= to.size()) {
                    back(kept, trace, from.size(), to.size());
                    return kept;
                }
            }
        }
        return kept;
    }

    private static int start(int[] furthest, int middle, int edits, int k) {
        boolean down =
                k == -edits || k != edits && furthest[middle + k - 1] < furthest[middle + k + 1];
        return down ? furthest[middle + k + 1] : furthest[middle + k - 1] + 1;
    }

    /** Walks back along the trace and notes what was kept. */
    private static void back(int[] kept, List<int[]> trace, int endX, int endY) {
        int x = endX;
        int y = endY;
        for (int edits = trace.size() - 1; edits >= 0; edits--) {
            int[] furthest = trace.get(edits);
            int k = x - y;
            boolean down =
                    k == -edits
                            || k != edits
                                    && at(furthest, edits, k - 1) < at(furthest, edits, k + 1);
            int before = down ? k + 1 : k - 1;
            int fromX = edits == 0 ? 0 : at(furthest, edits, before);
            int fromY = edits == 0 ? 0 : fromX - before;
            while (x > fromX && y > fromY) {
                x--;
                y--;
                kept[x] = y;
            }
            x = fromX;
            y = fromY;
        }
    }

    /** How far a diagonal had come before so many edits. */
    private static int at(int[] furthest, int edits, int k) {
        return furthest[edits + k];
    }
}
