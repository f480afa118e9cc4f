package io.syncline.engine.facing;

import io.syncline.core.change.Field;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.filter.Condition;
import io.syncline.core.filter.FilterParser;
import io.syncline.core.filter.Predicate;
import io.syncline.engine.shape.FieldRule;
import io.syncline.engine.shape.Link;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.RowRule;
import io.syncline.engine.shape.Shape;
import io.syncline.engine.shape.ShapeProblem;
import io.syncline.engine.shape.ShapeRules;
import io.syncline.engine.shape.TableRules;
import io.syncline.engine.sync.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks at one collection of both ends, and notes what keeps it from going both ways. One use. */
final class Survey {
    private final Layout ours;
    private final Shape shape;
    private final @Nullable Layout there;
    private final List<RowRule> filters;
    private final Allowed allowed;
    private final Practice practice;
    private final Practice theirPractice;
    private final Function<Link, @Nullable String> linked;
    private final KeyLinks links;
    private final LinkTerms.@Nullable Table table;
    private final List<ShapeProblem> problems = new ArrayList<>();
    private List<Crossing> crossings = List.of();

    private Survey(
            Layout ours,
            Shape shape,
            @Nullable Layout there,
            List<RowRule> filters,
            Allowed allowed,
            Practice practice,
            Practice theirPractice,
            Function<Link, @Nullable String> linked,
            KeyLinks links,
            LinkTerms.@Nullable Table table) {
        this.linked = linked;
        this.links = links;
        this.table = table;
        this.practice = practice;
        this.theirPractice = theirPractice;
        this.ours = ours;
        this.shape = shape;
        this.there = there;
        this.filters = filters;
        this.allowed = allowed;
    }

    static Facings of(
            Plan plan,
            ShapeRules rules,
            Catalog theirs,
            Allowed allowed,
            Terms terms,
            Linkage linkage) {
        List<CollectionFace> faces = new ArrayList<>();
        List<CollectionWay> ways = new ArrayList<>();
        List<ShapeProblem> problems = new ArrayList<>();
        Map<String, String> targets = new HashMap<>();
        Practices here =
                new Practices(
                        terms.ours(),
                        plan.routes().stream().map(plan::here).toList(),
                        allowed.ours(),
                        problems::add);
        Practices there =
                new Practices(terms.theirs(), there(plan, theirs), allowed.theirs(), problems::add);
        here.known();
        there.known();
        LinkedFields linked = new LinkedFields(terms.links(), plan, theirs, linkage);
        linked.check(problems::add);
        for (Route route : plan.routes()) {
            Layout target = theirs.find(route.target());
            TableRules asked = rules.of(0, route.source());
            int before = problems.size();
            here.unmapped(asked.fields(), route.source(), FieldRule::from);
            there.unmapped(asked.fields(), route.target(), FieldRule::name);
            Survey survey =
                    new Survey(
                            plan.here(route),
                            plan.shape(route),
                            target,
                            asked.filters(),
                            allowed,
                            here.of(plan.here(route)),
                            target == null ? Practice.NONE : there.of(target),
                            link -> linked.of(route, link.source(), link.field().name()),
                            linkage.links(),
                            linked.table(route));
            String other = targets.putIfAbsent(route.target(), route.source());
            CollectionFace face = survey.face(other);
            if (face != null && problems.size() == before) {
                faces.add(face);
            }
            ways.add(survey.way(route));
            problems.addAll(survey.problems);
        }
        return new Facings(faces, ways, problems, linkage.links());
    }

    /** What the other end has, and of what will be made there how it will look. */
    private static List<Layout> there(Plan plan, Catalog theirs) {
        List<Layout> all = new ArrayList<>(theirs.layouts());
        plan.there().stream()
                .filter(layout -> theirs.find(layout.collection()) == null)
                .forEach(all::add);
        return all;
    }

    /** The face of the collection; null if there is a problem. */
    private @Nullable CollectionFace face(@Nullable String other) {
        String target = shape.layout().collection();
        if (other != null) {
            problem(
                    Code.NOT_BOTH_WAYS,
                    "",
                    "%s and %s both come to %s, so a row that is made there is of neither."
                            .formatted(other, ours.collection(), target));
        }
        if (!shape.checks().isEmpty()) {
            problem(
                    Code.NOT_BOTH_WAYS,
                    "",
                    "%s of %s would hold on one way alone: a two-way sync cannot validate rows."
                            .formatted(shape.checks().getFirst(), ours.collection()));
        }
        crossings =
                new Crossings(
                                ours,
                                shape.links(),
                                shape.layout().key(),
                                there,
                                linked,
                                links,
                                problems)
                        .find(allowed, target);
        List<String> key = key(target);
        filters.forEach(this::filter);
        if (!problems.isEmpty()) {
            return null;
        }
        List<Field> fields = new ArrayList<>();
        crossings.forEach(each -> fields.add(there(each)));
        fields.addAll(theirPractice.read());
        return new CollectionFace(
                ours,
                new Layout(target, fields, key, List.of(), -1),
                crossings,
                shape,
                practice,
                theirPractice,
                table == null ? null : table.match());
    }

    private Field there(Crossing crossing) {
        boolean nullable = crossing.field().nullable();
        return new Field(crossing.name(), crossing.theirsType(), nullable);
    }

    /** The key in the other end's order: the one by which that tells its rows apart. */
    private List<String> key(String target) {
        if (ours.key().isEmpty()) {
            problem(
                    Code.KEYLESS_RULE,
                    "",
                    ours.collection() + " has no key: a two-way sync has to find its rows.");
            return List.of();
        }
        List<String> mapped = new ArrayList<>();
        for (String name : ours.key()) {
            Crossing crossing = carrying(name);
            if (crossing != null) {
                mapped.add(crossing.name());
                nullable(crossing, target);
            }
        }
        if (there == null || mapped.size() < ours.key().size()) {
            return mapped;
        }
        Set<String> told = new HashSet<>(there.key());
        if (!told.equals(new HashSet<>(mapped))) {
            problem(
                    Code.KEY_RULE,
                    "",
                    "Rows of %s are told apart by %s, and would come with the key %s."
                            .formatted(target, words(there.key()), words(mapped)));
        }
        return there.key();
    }

    private static String words(List<String> names) {
        return names.isEmpty() ? "no key" : String.join(", ", names);
    }

    private void nullable(Crossing crossing, String target) {
        if (crossing.field().nullable()) {
            problem(
                    Code.KEY_RULE,
                    "",
                    "%s is of the key of %s, so it must not be NULL at either end."
                            .formatted(crossing.name(), target));
        }
    }

    private @Nullable Crossing carrying(String field) {
        for (Crossing crossing : crossings) {
            if (field.equals(crossing.ours()) && !crossing.forwardOnly()) {
                return crossing;
            }
        }
        return null;
    }

    /** A filter has to be answered of a row of either end. */
    private void filter(RowRule rule) {
        Condition condition = FilterParser.parse(rule.condition()).result();
        Predicate predicate = condition == null ? null : condition.resolve(ours.fields()).result();
        if (predicate == null) {
            return;
        }
        for (String field : predicate.fields()) {
            if (carrying(field) == null) {
                problem(
                        Code.NOT_BOTH_WAYS,
                        rule.pointer(),
                        "%s looks at %s of %s, which a row of the other end does not tell."
                                .formatted(rule.name(), field, ours.collection()));
            }
        }
    }

    private void problem(Code code, String pointer, String message) {
        problems.add(new ShapeProblem(code, pointer, message));
    }

    private CollectionWay way(Route route) {
        List<FieldWay> fields = new ArrayList<>();
        Set<String> read = new HashSet<>();
        Set<String> written = new HashSet<>();
        for (Crossing crossing : crossings) {
            String from = crossing.ours();
            if (from != null) {
                read.add(from);
            }
            written.add(crossing.name());
            fields.add(
                    new FieldWay(
                            from,
                            crossing.name(),
                            crossing.forwardOnly() ? Way.FORWARD_ONLY : Way.BOTH_WAYS,
                            crossing.why()));
        }
        for (Field field : ours.fields()) {
            if (!read.contains(field.name())) {
                fields.add(
                        new FieldWay(
                                field.name(),
                                null,
                                Way.UNTOUCHED,
                                why(practice, field, "the mapping leaves it out")));
            }
        }
        for (Field field : there == null ? List.<Field>of() : there.fields()) {
            if (!written.contains(field.name())) {
                fields.add(
                        new FieldWay(
                                null,
                                field.name(),
                                Way.UNTOUCHED,
                                why(theirPractice, field, "nothing of ours comes to it")));
            }
        }
        return new CollectionWay(route.source(), route.target(), fields);
    }

    private static String why(Practice practice, Field field, String otherwise) {
        return Objects.requireNonNullElse(practice.why(field.name()), otherwise);
    }
}
