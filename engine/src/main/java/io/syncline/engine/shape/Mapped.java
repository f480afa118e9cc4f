package io.syncline.engine.shape;

import io.syncline.core.change.Change;
import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.filter.Predicate;
import io.syncline.core.filter.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Rows are filtered, mapped, masked and checked. */
final class Mapped implements Shape {
    /** Rows that know only some of their fields make a header for every choice of them. */
    private static final int HEADERS_MAX = 500;

    private record Known(Header header, Projection projection, Projection untouched) {}

    private final MappedParts parts;
    private final boolean plainKey;
    private final Set<String> needed;
    private final ConcurrentHashMap<Header, Known> headers = new ConcurrentHashMap<>();
    private volatile @Nullable Known last;
    private final LongAdder filtered = new LongAdder();
    private final LongAdder left = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder lenient = new LongAdder();

    Mapped(MappedParts parts) {
        this.parts = parts;
        this.plainKey = parts.keys().stream().allMatch(Chain::untouched);
        this.needed = parts.needed();
    }

    @Override
    public Layout layout() {
        return parts.layout();
    }

    @Override
    public @Nullable Predicate filter() {
        return parts.filter();
    }

    @Override
    public List<Link> links() {
        return parts.links();
    }

    @Override
    public List<String> told() {
        return parts.told();
    }

    @Override
    public List<String> checks() {
        return parts.tests().stream().map(RowTest::told).toList();
    }

    @Override
    public boolean appendOnly() {
        return parts.appendOnly();
    }

    @Override
    public List<String> compared() {
        return parts.lasting();
    }

    @Override
    public boolean keeps() {
        return parts.keepLeaving();
    }

    @Override
    public Counts counts() {
        return new Counts(filtered.sum(), left.sum(), skipped.sum(), lenient.sum());
    }

    @Override
    public Shaped shape(Change change) {
        Row row = change.after().row();
        if (row == null) {
            Change gone = change(change, Image.absent());
            return parts.appendOnly() ? appendOnly(gone, "deleted") : new Shaped.Put(gone);
        }
        Known known = known(row.header());
        if (parts.appendOnly() && !change.before().isAbsent()) {
            return sameAgain(change, row)
                    ? Shaped.Skip.SKIP
                    : appendOnly(change(change, partly(known, row)), "changed");
        }
        Truth truth = parts.filter() == null ? Truth.TRUE : parts.filter().test(row);
        if (truth == Truth.UNKNOWN_FIELD) {
            return unknown(change, known, row);
        }
        if (!truth.isTrue()) {
            return leaving(change);
        }
        if (!needed.isEmpty() && !row.header().names().containsAll(needed)) {
            return unknown(change, known, row);
        }
        return checked(change, known, row);
    }

    /** A whole row without a field that is needed has another layout than the shape's. */
    private Shaped unknown(Change change, Known known, Row row) {
        return change.after() instanceof Image.Partial
                ? Shaped.Unknown.UNKNOWN
                : new Shaped.Bad(
                        change(change, partly(known, row)),
                        Code.UNSHAPEABLE,
                        "The row lacks a field that a filter or a rule looks at");
    }

    private Shaped checked(Change change, Known known, Row row) {
        Row shaped = known.projection.row(row);
        RowTest broken = shaped == null ? null : broken(row, shaped);
        if (shaped == null
                || broken != null && parts.mode() != TableRules.Validation.Mode.LENIENT) {
            if (parts.mode() == TableRules.Validation.Mode.SKIP) {
                skipped.increment();
                // An earlier state of the row may stand there; it is the row's no more.
                return change.before().isAbsent()
                        ? Shaped.Skip.SKIP
                        : new Shaped.Gone(gone(change));
            }
            return broken != null
                    ? new Shaped.Bad(
                            change(change, partly(known, row)),
                            broken.code(),
                            "The row breaks " + broken.told())
                    : new Shaped.Bad(
                            change(change, partly(known, row)),
                            Code.UNSHAPEABLE,
                            "A function cannot turn the value for "
                                    + String.join(", ", known.projection.failing(row)));
        }
        if (broken != null) {
            lenient.increment();
        }
        Image after = known.projection.whole() ? Image.whole(shaped) : Image.partial(shaped);
        return new Shaped.Put(change(change, after));
    }

    private @Nullable RowTest broken(Row row, Row shaped) {
        for (int i = 0; i < parts.tests().size(); i++) {
            RowTest test = parts.tests().get(i);
            if (!test.test().holds(test.shaped() ? shaped : row)) {
                return test;
            }
        }
        return null;
    }

    /** The row does not go there; whether it stood there depends on what it was before. */
    private Shaped leaving(Change change) {
        boolean never =
                change.before().isAbsent()
                        || change.before() instanceof Image.Whole(Row before)
                                && parts.filter() != null
                                && !parts.filter().test(before).isTrue();
        if (never) {
            filtered.increment();
            return Shaped.Skip.SKIP;
        }
        left.increment();
        return parts.keepLeaving() ? Shaped.Skip.SKIP : new Shaped.Gone(gone(change));
    }

    /** It stands, if at all, where it stood before. */
    private Change gone(Change change) {
        RowId from = change.from();
        return new Change(
                there(from == null ? change.id() : from),
                null,
                before(change),
                Image.absent(),
                change.version());
    }

    private static boolean sameAgain(Change change, Row row) {
        return change.from() == null
                && change.before() instanceof Image.Whole(Row before)
                && change.after() instanceof Image.Whole
                && before.equals(row);
    }

    private static Shaped appendOnly(Change change, String what) {
        return new Shaped.Bad(
                change, Code.APPEND_ONLY, "A row of an append-only table was " + what);
    }

    private static Image partly(Known known, Row row) {
        return Image.partial(known.projection.partly(row));
    }

    private Change change(Change change, Image after) {
        RowId from = change.from();
        return new Change(
                there(change.id()),
                from == null || after.isAbsent() ? null : there(from),
                before(change),
                after,
                change.version());
    }

    /** Never with a value that was touched: what is hidden must not travel beside its mask. */
    private Image before(Change change) {
        return switch (change.before()) {
            case Image.Absent absent -> absent;
            case Image.Whole(Row row) -> {
                Projection untouched = known(row.header()).untouched;
                Row shown = untouched.row(row);
                yield shown == null
                        ? Image.partial(row)
                        : untouched.whole() ? Image.whole(shown) : Image.partial(shown);
            }
            case Image.Partial(Row row) -> {
                Row shown = known(row.header()).untouched.row(row);
                yield Image.partial(shown == null ? row : shown);
            }
        };
    }

    @Override
    public @Nullable Row row(Row whole) {
        boolean wanted = parts.filter() == null || parts.filter().test(whole).isTrue();
        if (!wanted || !whole.header().names().containsAll(needed)) {
            return null;
        }
        Row shaped = known(whole.header()).projection.row(whole);
        boolean refused =
                shaped != null
                        && parts.mode() != TableRules.Validation.Mode.LENIENT
                        && broken(whole, shaped) != null;
        return refused ? null : shaped;
    }

    @SuppressWarnings("ReferenceEquality") // neighbours share one header
    private Known known(Header header) {
        Known known = last;
        if (known != null && known.header == header) {
            return known;
        }
        if (headers.size() > HEADERS_MAX) {
            headers.clear();
        }
        known =
                headers.computeIfAbsent(
                        header,
                        each ->
                                new Known(
                                        each,
                                        Projection.of(parts.outputs(), each, true),
                                        Projection.of(parts.outputs(), each, false)));
        last = known;
        return known;
    }

    @Override
    public RowId there(RowId id) {
        return new RowId(
                parts.layout().collection(),
                plainKey ? id.key() : turned(id.key(), Chain::forward));
    }

    @Override
    public RowId here(RowId id) {
        return new RowId(parts.here(), plainKey ? id.key() : turned(id.key(), Chain::back));
    }

    @Override
    public boolean plainKey() {
        return plainKey;
    }

    /** What cannot be turned stays: nothing of that name is there. */
    private List<Value> turned(List<Value> key, BiFunction<Chain, Value, @Nullable Value> turn) {
        List<Value> turned = new ArrayList<>(key.size());
        for (int i = 0; i < key.size(); i++) {
            Value value =
                    i < parts.keys().size() ? turn.apply(parts.keys().get(i), key.get(i)) : null;
            turned.add(value == null ? key.get(i) : value);
        }
        return turned;
    }
}
