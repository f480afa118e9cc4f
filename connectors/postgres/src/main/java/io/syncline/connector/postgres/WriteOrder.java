package io.syncline.connector.postgres;

import java.util.Comparator;

/**
 * In which order the writes of a batch are made. Rows are given up before they are taken, and
 * parents are written before children. Rows that others may refer to are deleted last, children
 * before parents: before, a foreign key could take along what has been given another parent. Halves
 * of a batch keep this order. Pure.
 */
final class WriteOrder {
    /** What comes first is written first. */
    static final Comparator<Item> ORDER =
            Comparator.comparing(Turn::of)
                    .thenComparingInt(
                            item ->
                                    item.step() == Item.Step.DELETE
                                            ? -item.shape().rank()
                                            : item.shape().rank())
                    .thenComparing(Item::step);

    private WriteOrder() {}

    private enum Turn {
        DELETE,
        MOVE,
        PUT,
        DELETE_REFERRED;

        static Turn of(Item item) {
            return switch (item.step()) {
                case DELETE -> item.shape().referred() ? DELETE_REFERRED : DELETE;
                case MOVE -> MOVE;
                case UPDATE, INSERT -> PUT;
            };
        }
    }
}
