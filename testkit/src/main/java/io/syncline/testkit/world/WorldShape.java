package io.syncline.testkit.world;

import io.syncline.core.change.Change;
import io.syncline.core.change.Field;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.filter.FilterParser;
import io.syncline.core.filter.Predicate;
import io.syncline.engine.shape.Renamed;
import io.syncline.engine.shape.Shape;
import io.syncline.engine.shape.Shaped;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a world's children: whose note says so does not go to the target, and whose note is
 * wrong is refused. The note is what a change often does not tell, so that it has to be asked for.
 */
final class WorldShape implements Shape {
    /** How the note of a row begins that does not belong to the target. */
    static final String OUT = "out";

    /** How the note of a row begins that a rule refuses. */
    static final String WRONG = "wrong";

    /** How the rule calls itself. */
    static final String RULE = "the note is not wrong";

    private final Renamed renamed;
    private final Predicate filter;

    WorldShape(Layout here) {
        renamed = new Renamed(here.collection(), here.named(World.target(here.collection())));
        filter =
                Objects.requireNonNull(
                        Objects.requireNonNull(
                                        FilterParser.parse("note NOT LIKE '" + OUT + "%'").result())
                                .resolve(here.fields())
                                .result());
    }

    /** Whether a rule refuses a row of the source. */
    static boolean refuses(Row here) {
        return here.get("note") instanceof Value.Text(String text) && text.startsWith(WRONG);
    }

    @Override
    public Layout layout() {
        return renamed.layout();
    }

    @Override
    public Predicate filter() {
        return filter;
    }

    @Override
    public Shaped shape(Change change) {
        Change there = ((Shaped.Put) renamed.shape(change)).change();
        Row row = change.after().row();
        if (row == null) {
            return new Shaped.Put(there);
        }
        if (row.get("note") == null) {
            return Shaped.Unknown.UNKNOWN;
        }
        if (!filter.test(row).isTrue()) {
            if (change.before().isAbsent()) {
                return Shaped.Skip.SKIP;
            }
            RowId goes = there.from() == null ? there.id() : there.from();
            return new Shaped.Gone(
                    Change.of(goes, there.before(), Image.absent(), there.version()));
        }
        return refuses(row) ? new Shaped.Bad(there, Code.CONSTRAINT, RULE) : new Shaped.Put(there);
    }

    @Override
    public @Nullable Row row(Row whole) {
        return filter.test(whole).isTrue() ? whole : null;
    }

    @Override
    public List<String> compared() {
        return layout().fields().stream().map(Field::name).toList();
    }

    @Override
    public boolean keeps() {
        return false;
    }

    @Override
    public boolean appendOnly() {
        return false;
    }

    @Override
    public List<String> told() {
        return List.of();
    }

    @Override
    public Counts counts() {
        return Counts.NONE;
    }

    @Override
    public RowId there(RowId here) {
        return renamed.there(here);
    }

    @Override
    public RowId here(RowId there) {
        return renamed.here(there);
    }

    @Override
    public boolean plainKey() {
        return true;
    }
}
