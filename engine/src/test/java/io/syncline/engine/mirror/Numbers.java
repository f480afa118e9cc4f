package io.syncline.engine.mirror;

import io.syncline.core.endpoint.Finding;
import io.syncline.core.endpoint.Position;
import io.syncline.core.endpoint.Reader;
import io.syncline.core.endpoint.Selection;
import io.syncline.core.endpoint.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A source whose places are numbers and which has nothing to tell. */
final class Numbers implements Source {
    static Position at(long number) {
        return new Position(Long.toString(number));
    }

    private static long number(Position position) {
        return Long.parseLong(position.token());
    }

    @Override
    public List<Finding> preflight(Selection selection) {
        return List.of();
    }

    @Override
    public Position prepare(Selection selection) {
        return at(0);
    }

    @Override
    public Reader read(@Nullable Position position, Selection selection) {
        throw new IllegalStateException("There is nothing to read");
    }

    @Override
    public Position head() {
        return at(0);
    }

    @Override
    public boolean covers(Position reached, Position wanted) {
        return number(reached) >= number(wanted);
    }

    @Override
    public long bytesBetween(Position reached, Position head) {
        return number(head) - number(reached);
    }

    @Override
    public void forget(Selection selection) {}
}
