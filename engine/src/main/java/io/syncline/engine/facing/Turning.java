package io.syncline.engine.facing;

import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.engine.shape.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows of some fields into rows of others. What has to be known of a row's fields is worked
 * out once for each header. Safe for use by several threads.
 */
final class Turning {
    /** Rows that know only some of their fields make a header for every choice of them. */
    private static final int HEADERS_MAX = 500;

    /**
     * One field that comes out.
     *
     * @param from the field it is made of; null if of none
     * @param turn what becomes of its value; null from it leaves the field out
     * @param same whether that is nothing
     */
    record Piece(String name, @Nullable String from, Turn turn, boolean same) {}

    private static final class Known {
        final Header from;
        final Header to;
        final int[] places;
        final Turn[] turns;
        final boolean same;

        Known(Header from, List<String> to, List<Integer> places, List<Turn> turns, boolean same) {
            this.from = from;
            this.to = Header.of(to);
            this.places = places.stream().mapToInt(Integer::intValue).toArray();
            this.turns = turns.toArray(new Turn[0]);
            this.same = same && this.to.equals(from);
        }
    }

    private final List<Piece> pieces;
    private final boolean wholly;
    private final ConcurrentHashMap<Header, Known> headers = new ConcurrentHashMap<>();
    private volatile @Nullable Known last;

    /**
     * A turning.
     *
     * @param wholly whether a whole row stays one where a field is left out
     */
    Turning(List<Piece> pieces, boolean wholly) {
        this.pieces = List.copyOf(pieces);
        this.wholly = wholly;
    }

    /** The image of these fields; a field that cannot be turned is left out. */
    Image image(Image image) {
        Row row = image.row();
        if (row == null) {
            return image;
        }
        Known known = known(row.header());
        Row turned = known.same ? row : row(known, row);
        boolean whole =
                image instanceof Image.Whole && (wholly || turned.header().size() == pieces.size());
        if (known.same && whole == image instanceof Image.Whole) {
            return image;
        }
        return whole ? Image.whole(turned) : Image.partial(turned);
    }

    private static Row row(Known known, Row row) {
        List<Value> values = new ArrayList<>(known.turns.length);
        for (int i = 0; i < known.turns.length; i++) {
            Value value = turned(known, row, i);
            if (value == null) {
                return partly(known, row);
            }
            values.add(value);
        }
        return Row.of(known.to, values);
    }

    /** The row without the fields that cannot be turned. */
    private static Row partly(Known known, Row row) {
        List<String> names = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < known.turns.length; i++) {
            Value value = turned(known, row, i);
            if (value != null) {
                names.add(known.to.names().get(i));
                values.add(value);
            }
        }
        return Row.of(Header.of(names), values);
    }

    private static @Nullable Value turned(Known known, Row row, int index) {
        int place = known.places[index];
        return known.turns[index].of(place < 0 ? Value.nothing() : row.at(place));
    }

    /** The names of the fields that a row has and that cannot be turned. */
    List<String> failing(Row row) {
        Known known = known(row.header());
        List<String> names = new ArrayList<>();
        for (int i = 0; i < known.turns.length; i++) {
            if (turned(known, row, i) == null) {
                names.add(known.to.names().get(i));
            }
        }
        return names;
    }

    @SuppressWarnings("ReferenceEquality") // neighbours share one header
    private Known known(Header header) {
        Known known = last;
        if (known != null && known.from == header) {
            return known;
        }
        if (headers.size() > HEADERS_MAX) {
            headers.clear();
        }
        known = headers.computeIfAbsent(header, this::learned);
        last = known;
        return known;
    }

    private Known learned(Header header) {
        List<String> names = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        List<Turn> turns = new ArrayList<>();
        boolean same = true;
        for (Piece piece : pieces) {
            int place = piece.from == null ? -1 : header.indexOf(piece.from);
            if (place >= 0 || piece.from == null) {
                names.add(piece.name);
                places.add(place);
                turns.add(piece.turn);
                same &= piece.same && piece.name.equals(piece.from);
            }
        }
        return new Known(header, names, places, turns, same);
    }
}
