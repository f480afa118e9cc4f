package io.syncline.engine.facing;

import io.syncline.core.change.Field;
import io.syncline.core.change.FieldType;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.merge.Which;
import io.syncline.engine.shape.Link;
import io.syncline.engine.shape.ShapeProblem;
import io.syncline.engine.shape.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how each field of one collection stands at both ends.
 *
 * @param ours the first end's layout
 * @param links what its fields become
 * @param key the names that its key's fields have there
 * @param there the other end's layout; null if it is not there yet
 * @param linked by which collection's links a field is turned, by the sync's name; null if by none
 * @param keys what a linked row is called at the other end
 * @param problems what is wrong is added to it
 */
record Crossings(
        Layout ours,
        List<Link> links,
        List<String> key,
        @Nullable Layout there,
        Function<Link, @Nullable String> linked,
        KeyLinks keys,
        List<ShapeProblem> problems) {
    private static final Turn NOTHING = _ -> null;

    /**
     * @param target the collection's name at the other end
     */
    List<Crossing> find(Allowed allowed, String target) {
        Map<String, Link> carriers = carriers();
        List<Crossing> found = new ArrayList<>();
        for (Link link : links) {
            Field field = there == null ? link.field() : theirs(there, link.field().name());
            if (field == null) {
                problem(
                        Code.LAYOUT_MISMATCH,
                        link,
                        "The other end has no field %s that can be written."
                                .formatted(link.field().name()));
                continue;
            }
            String to = linked.apply(link);
            Crossing crossing =
                    to == null
                            ? crossing(link, field, why(link, carriers), allowed, target)
                            : linked(link, field, to);
            if (crossing != null) {
                found.add(crossing);
            }
        }
        return found;
    }

    /** A key that each end has its own value of; the sync's is the other end's. */
    private @Nullable Crossing linked(Link link, Field theirs, String to) {
        Field source = link.source() == null ? null : ours.field(link.source());
        if (source == null || !link.untouched()) {
            problem(
                    Code.NOT_BOTH_WAYS,
                    link,
                    "%s holds keys of %s, which are others at each end: the mapping cannot make anything else of them."
                            .formatted(theirs.name(), to));
            return null;
        }
        if (there == null) {
            problem(
                    Code.KEY_RULE,
                    link,
                    "%s holds keys of %s, as the other end gives them, so the table has to be there."
                            .formatted(theirs.name(), to));
        }
        return new Crossing(
                new Field(theirs.name(), theirs.type(), source.nullable() || theirs.nullable()),
                source.name(),
                source.type(),
                theirs.type(),
                Form.of(
                        value -> keys.across(to, Which.OURS, value),
                        value -> keys.across(to, Which.THEIRS, value)),
                Form.SAME,
                false,
                "",
                to);
    }

    /** The field of a name; some systems do not tell capitals from small letters. */
    private static @Nullable Field theirs(Layout there, String name) {
        Field exact = there.field(name);
        if (exact != null) {
            return exact;
        }
        List<Field> alike =
                there.fields().stream()
                        .filter(field -> field.name().equalsIgnoreCase(name))
                        .toList();
        return alike.size() == 1 ? alike.getFirst() : null;
    }

    /** By which of its fields there a field is carried back: one is enough. */
    private Map<String, Link> carriers() {
        Map<String, Link> carriers = new HashMap<>();
        for (Link link : links) {
            String source = link.source();
            if (source != null && link.back() != null) {
                carriers.merge(source, link, this::better);
            }
        }
        return carriers;
    }

    private Link better(Link one, Link other) {
        if (key.contains(one.field().name()) || key.contains(other.field().name())) {
            return key.contains(one.field().name()) ? one : other;
        }
        return other.untouched() && !one.untouched() ? other : one;
    }

    /** Why a field goes one way; empty if it does not. */
    private static String why(Link link, Map<String, Link> carriers) {
        String source = link.source();
        if (source == null) {
            return "it is made of no field of ours, by " + link.told();
        }
        if (link.masked()) {
            return "it is masked";
        }
        if (link.back() == null) {
            return "its function does not lead back: " + link.told();
        }
        Link carrier = carriers.get(source);
        return carrier == null || carrier.equals(link)
                ? ""
                : source + " is carried back by " + carrier.field().name();
    }

    private @Nullable Crossing crossing(
            Link link, Field theirs, String why, Allowed allowed, String target) {
        if (!link.lasting()) {
            problem(
                    Code.NOT_BOTH_WAYS,
                    link,
                    "%s says something else each time, so %s would never be equal."
                            .formatted(link.told(), theirs.name()));
        }
        FieldType made = link.field().type();
        Meeting meeting = meeting(link, theirs, allowed, target);
        if (meeting == null) {
            problem(
                    Code.LAYOUT_MISMATCH,
                    link,
                    "%s comes as %s, and is %s at the other end: give it a function, or change a column's type."
                            .formatted(
                                    theirs.name(),
                                    TypeWords.of(made),
                                    TypeWords.of(theirs.type())));
            return null;
        }
        boolean both = why.isEmpty();
        boolean lossy = both && meeting.loss() != null;
        if (lossy && (!allowed.loss() || key.contains(link.field().name()))) {
            problem(
                    Code.PRECISION_LOSS,
                    link,
                    "%s comes as %s, and is %s at the other end: %s."
                            .formatted(
                                    theirs.name(),
                                    TypeWords.of(made),
                                    TypeWords.of(theirs.type()),
                                    meeting.loss()));
        }
        Turn back = Objects.requireNonNullElse(both ? link.back() : null, NOTHING);
        Form own = link.untouched() && both ? Form.SAME : new Form(link.forward(), back);
        Form here = meeting.ours().within(own);
        Form there = meeting.theirs();
        boolean same = here.equals(Form.SAME) && there.equals(Form.SAME);
        Field source = link.source() == null ? null : ours.field(link.source());
        boolean nullable = link.field().nullable() || theirs.nullable();
        return new Crossing(
                new Field(theirs.name(), meeting.type(), nullable),
                link.source(),
                source == null ? null : source.type(),
                theirs.type(),
                same ? here : both ? here.with(there) : here.into(there),
                same || !both ? there : there.spelled(here),
                !both,
                why,
                null);
    }

    private @Nullable Meeting meeting(Link link, Field theirs, Allowed allowed, String target) {
        Meeting meeting = Meeting.of(link.field().type(), theirs.type());
        Field source = link.source() == null ? null : ours.field(link.source());
        // What a function makes of a time is as fine as it says.
        if (meeting == null
                || source == null
                || !link.untouched()
                || !Fine.asks(source.type())
                || !Fine.asks(theirs.type())) {
            return meeting;
        }
        return Fine.meeting(
                meeting,
                allowed.ours().secondDigits(ours.collection(), source),
                allowed.theirs().secondDigits(target, theirs));
    }

    private void problem(Code code, Link link, String message) {
        problems.add(new ShapeProblem(code, link.pointer(), ours.collection() + ": " + message));
    }
}
