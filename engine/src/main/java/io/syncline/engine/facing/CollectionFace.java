package io.syncline.engine.facing;

import io.syncline.core.change.Field;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.filter.Predicate;
import io.syncline.core.filter.Truth;
import io.syncline.core.merge.Which;
import io.syncline.engine.shape.Shape;
import io.syncline.engine.shape.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One collection of a sync, as both ends have it. Safe for use by several threads. */
final class CollectionFace {
    private final Layout ours;
    private final Layout theirs;
    private final Practice oursPractice;
    private final Practice theirsPractice;
    private final List<Crossing> crossings;
    private final List<Crossing> key = new ArrayList<>();
    private final List<Integer> oursKey = new ArrayList<>();
    private final @Nullable Predicate filter;
    private final boolean keepsLeaving;
    private final LinkedRows linked;
    private final Turning fromOurs;
    private final Turning fromTheirs;
    private final Turning toOurs;
    private final Turning toTheirs;

    /**
     * A collection.
     *
     * @param theirs under the sync's name, which is the other end's
     * @param crossings one for each field of the sync's rows; the key's all lead back
     * @param shape what the mapping makes of ours
     * @param oursPractice how the first end's application treats its rows; likewise the other
     * @param match of linked rows, the fields that tell which are the same ones; null of others
     */
    CollectionFace(
            Layout ours,
            Layout theirs,
            List<Crossing> crossings,
            Shape shape,
            Practice oursPractice,
            Practice theirsPractice,
            @Nullable List<String> match) {
        this.oursPractice = oursPractice;
        this.theirsPractice = theirsPractice;
        this.ours = ours;
        this.theirs = theirs;
        this.crossings = List.copyOf(crossings);
        this.filter = shape.filter();
        this.keepsLeaving = shape.keeps();
        for (String name : theirs.key()) {
            for (Crossing crossing : crossings) {
                if (crossing.name().equals(name)) {
                    key.add(crossing);
                    oursKey.add(ours.key().indexOf(crossing.ours()));
                }
            }
        }
        this.linked = new LinkedRows(this.crossings, key, oursKey, match);
        this.fromOurs = turning(CollectionFace::fromOurs, false);
        this.fromTheirs = turning(CollectionFace::fromTheirs, false);
        this.toOurs = turning(each -> each.forwardOnly() ? null : toOurs(each), true);
        this.toTheirs = turning(CollectionFace::toTheirs, true);
    }

    private Turning turning(Function<Crossing, Turning.@Nullable Piece> piece, boolean wholly) {
        List<Turning.Piece> pieces = new ArrayList<>();
        for (Crossing crossing : crossings) {
            Turning.Piece each = piece.apply(crossing);
            if (each != null) {
                pieces.add(each);
            }
        }
        return new Turning(pieces, wholly);
    }

    private static Turning.Piece fromOurs(Crossing crossing) {
        Form form = crossing.here();
        return new Turning.Piece(
                crossing.name(), crossing.ours(), form.in(), form.equals(Form.SAME));
    }

    private static Turning.Piece fromTheirs(Crossing crossing) {
        Form form = crossing.there();
        return new Turning.Piece(
                crossing.name(), crossing.name(), form.in(), form.equals(Form.SAME));
    }

    private static Turning.Piece toOurs(Crossing crossing) {
        return outward(crossing.name(), String.valueOf(crossing.ours()), crossing.here());
    }

    private static Turning.Piece toTheirs(Crossing crossing) {
        return outward(crossing.name(), crossing.name(), crossing.there());
    }

    private static Turning.Piece outward(String from, String to, Form form) {
        boolean same = form.equals(Form.SAME);
        return new Turning.Piece(to, from, same ? form.out() : held(form), same);
    }

    /** What an end cannot hold it is given all the same, so that it says so. */
    private static Turn held(Form form) {
        return value -> {
            Value out = form.out().of(value);
            return out == null ? Crossing.NOT_HELD : out;
        };
    }

    String name(Which which) {
        return which == Which.OURS ? ours.collection() : theirs.collection();
    }

    /** The sync's name of an end's row; null if the other end cannot name it. */
    @Nullable RowId shared(Which which, RowId own) {
        if (own.key().size() != key.size()) {
            return null;
        }
        List<Value> values = new ArrayList<>(key.size());
        for (int i = 0; i < key.size(); i++) {
            Value value =
                    which == Which.OURS
                            ? key.get(i).keyFromOurs(own.key().get(oursKey.get(i)))
                            : key.get(i).keyFromTheirs(own.key().get(i));
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return new RowId(theirs.collection(), values);
    }

    /** An end's name of the sync's row. */
    RowId own(Which which, RowId shared) {
        Value[] values = new Value[key.size()];
        for (int i = 0; i < values.length; i++) {
            Form form = which == Which.OURS ? key.get(i).here() : key.get(i).there();
            Value value = form.out().of(shared.key().get(i));
            values[which == Which.OURS ? oursKey.get(i) : i] =
                    value == null ? Crossing.NOT_HELD : value;
        }
        return new RowId(name(which), List.of(values));
    }

    /** Those of its fields that hold other keys at each end. */
    LinkedRows linked() {
        return linked;
    }

    /** How an end's application treats its rows. */
    Practice practice(Which which) {
        return which == Which.OURS ? oursPractice : theirsPractice;
    }

    Image shared(Which which, Image own) {
        return in(which).image(practice(which).present(own));
    }

    Image own(Which which, Image shared) {
        return (which == Which.OURS ? toOurs : toTheirs).image(shared);
    }

    /** The sync's names of fields that an end shows and that cannot be turned. */
    List<String> unturned(Which which, Image own) {
        Row row = own.row();
        return row == null ? List.of() : in(which).failing(row);
    }

    private Turning in(Which which) {
        return which == Which.OURS ? fromOurs : fromTheirs;
    }

    boolean filtered() {
        return filter != null;
    }

    boolean keepsLeaving() {
        return keepsLeaving;
    }

    /** Whether a row of ours belongs to the sync. */
    Membership member(Image ours) {
        Row row = oursPractice.present(ours).row();
        if (row == null) {
            return Membership.ABSENT;
        }
        Truth truth = filter == null ? Truth.TRUE : filter.test(row);
        return truth == Truth.UNKNOWN_FIELD
                ? Membership.UNKNOWN
                : truth.isTrue() ? Membership.IN : Membership.OUT;
    }

    /** Whether a row of the sync's form belongs to it. */
    Membership memberShared(Image shared) {
        return member(own(Which.OURS, shared));
    }

    /** The face of a collection by a name that is known. */
    static CollectionFace known(Map<String, CollectionFace> faces, String collection) {
        CollectionFace face = faces.get(collection);
        if (face == null) {
            throw new IllegalArgumentException("The sync does not know " + collection);
        }
        return face;
    }

    /** How the sync's rows look. */
    Layout layout() {
        List<Field> fields = crossings.stream().map(Crossing::field).toList();
        return new Layout(theirs.collection(), fields, theirs.key(), List.of(), -1);
    }

    /** What of an end's rows the sync looks at; or, of these, what it writes. */
    Layout layout(Which which, boolean written) {
        Layout all = which == Which.OURS ? ours : theirs;
        List<Field> more = practice(which).read();
        Set<String> names =
                crossings.stream()
                        .filter(each -> !written || which == Which.THEIRS || !each.forwardOnly())
                        .map(each -> which == Which.OURS ? each.ours() : each.name())
                        .collect(Collectors.toSet());
        List<Field> fields =
                all.fields().stream()
                        .filter(field -> names.contains(field.name()) || more.contains(field))
                        .toList();
        return new Layout(all.collection(), fields, all.key(), List.of(), all.rows());
    }

    /** The sync's names of the fields that our end decides. */
    Set<String> forwardOnly() {
        return crossings.stream()
                .filter(Crossing::forwardOnly)
                .map(Crossing::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
