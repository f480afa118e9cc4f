package io.syncline.engine.gather;

import io.syncline.core.change.Change;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.change.Version;
import io.syncline.core.endpoint.Layout;
import io.syncline.engine.facing.Alike;
import io.syncline.engine.shape.Shape;
import io.syncline.engine.shape.Shaped;
import io.syncline.engine.shape.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table of one source among those that make one table of the destination: between its rows and
 * the rows that are made.
 */
final class Part {
    private final Contributor contributor;
    private final Layout here;
    private final Shape shape;
    private final Map<String, Turn> turns = new HashMap<>();
    private final List<Turn> keyThere = new ArrayList<>();
    private final List<Turn> keyHere = new ArrayList<>();

    /**
     * @param here the table at the source
     * @param shape what becomes of its rows
     * @param there the rows that are made; for each field of the shape it has one that can say it
     */
    Part(Contributor contributor, Layout here, Shape shape, Layout there) {
        this.contributor = contributor;
        this.here = here;
        this.shape = shape;
        shape.layout()
                .fields()
                .forEach(
                        field ->
                                turns.put(
                                        field.name(),
                                        Alike.known(
                                                field.type(),
                                                Objects.requireNonNull(there.field(field.name()))
                                                        .type())));
        for (String name : there.key()) {
            var own = Objects.requireNonNull(shape.layout().field(name)).type();
            var made = Objects.requireNonNull(there.field(name)).type();
            keyThere.add(Alike.known(own, made));
            keyHere.add(Alike.known(made, own));
        }
    }

    Contributor contributor() {
        return contributor;
    }

    boolean isOf(Contributor other) {
        return contributor.name().equals(other.name());
    }

    /** The table's name at its source. */
    String name() {
        return here.collection();
    }

    /** The destination's name of a row here; null if it could not have it. */
    @Nullable RowId there(RowId own) {
        return turned(shape.there(own), keyThere);
    }

    /** The destination's name of a row that was read here; null if it could not have it. */
    @Nullable RowId there(Row row) {
        List<Value> key = new ArrayList<>(here.key().size());
        for (String name : here.key()) {
            key.add(Objects.requireNonNull(row.get(name), () -> here.collection() + " " + name));
        }
        return there(new RowId(here.collection(), key));
    }

    /** The name that a row of the destination has here; null if it could not be here. */
    @Nullable RowId here(RowId there) {
        RowId own = turned(there, keyHere);
        return own == null ? null : shape.here(own);
    }

    private static @Nullable RowId turned(RowId id, List<Turn> turns) {
        List<Value> key = new ArrayList<>(turns.size());
        for (int i = 0; i < turns.size(); i++) {
            Value value = id.key().get(i);
            Value turned = value instanceof Value.Null ? null : turns.get(i).of(value);
            if (turned == null) {
                return null;
            }
            key.add(turned);
        }
        return new RowId(id.collection(), key);
    }

    /**
     * What becomes of a row here: to be put as it would stand there; gone if it is not here, or
     * does not go there; or bad.
     *
     * @param version of no meaning
     */
    Shaped shaped(RowId id, Image own, Version version) {
        Shaped shaped =
                own.isAbsent()
                        ? Shaped.Skip.SKIP
                        : shape.shape(Change.of(id, Image.absent(), own, version));
        return shaped instanceof Shaped.Put(Change change)
                ? new Shaped.Put(
                        Change.of(change.id(), change.before(), turned(change.after()), version))
                : shaped;
    }

    private Image turned(Image image) {
        Row row = image.row();
        // What the other type cannot say is sent as it is, and refused there.
        return row == null
                ? image
                : Image.whole(
                        row.map(
                                (name, value) -> {
                                    Turn turn = turns.get(name);
                                    Value turned = turn == null ? value : turn.of(value);
                                    return turned == null ? value : turned;
                                }));
    }
}
