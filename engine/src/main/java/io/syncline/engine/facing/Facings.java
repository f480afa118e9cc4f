package io.syncline.engine.facing;

import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.RowId;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Catalog;
import io.syncline.core.endpoint.Fineness;
import io.syncline.core.endpoint.Layout;
import io.syncline.core.merge.Which;
import io.syncline.engine.reconcile.Facing;
import io.syncline.engine.shape.Plan;
import io.syncline.engine.shape.ShapeProblem;
import io.syncline.engine.shape.ShapeRules;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Both ends of a two-way sync, as its mapping relates them. The sync's own form of a row is the
 * other end's: its names, and values that both ends can hold. A field that one of them cannot hold
 * is left out of the sync's row for as long as that is so: it is neither compared nor written.
 * Pure, but for what it counts; safe for use by several threads.
 */
public final class Facings {
    private final Map<String, CollectionFace> byOurs = new HashMap<>();
    private final Map<String, CollectionFace> shared = new HashMap<>();
    private final List<CollectionFace> faces;
    private final List<CollectionWay> ways;
    private final List<ShapeProblem> problems;
    private final LongAdder unnamed = new LongAdder();
    private final KeyLinks links;

    Facings(
            List<CollectionFace> faces,
            List<CollectionWay> ways,
            List<ShapeProblem> problems,
            KeyLinks links) {
        this.links = links;
        this.faces = List.copyOf(faces);
        this.ways = List.copyOf(ways);
        this.problems = List.copyOf(problems);
        for (CollectionFace face : faces) {
            byOurs.put(face.name(Which.OURS), face);
            shared.put(face.name(Which.THEIRS), face);
        }
    }

    /**
     * Finds out how both ends face each other. A collection with a problem has no face: its rows
     * are unknown.
     *
     * @param plan what the mapping makes of our collections
     * @param rules where the plan comes from
     * @param theirs the other end's collections; one that is not there yet will be as the plan says
     * @param allowPrecisionLoss whether fields that one end holds less exactly are rounded to it;
     *     else each is a problem
     */
    public static Facings of(
            Plan plan, ShapeRules rules, Catalog theirs, boolean allowPrecisionLoss) {
        Fineness micros = (_, _) -> Fineness.DIGITS_MAX;
        return of(plan, rules, theirs, Terms.plain(allowPrecisionLoss), micros, micros);
    }

    /**
     * The same of ends that do not hold times equally fine, and whose applications expect more.
     *
     * @param oursFine asked for each field of times; likewise the other
     */
    public static Facings of(
            Plan plan,
            ShapeRules rules,
            Catalog theirs,
            Terms terms,
            Fineness oursFine,
            Fineness theirsFine) {
        return of(plan, rules, theirs, terms, oursFine, theirsFine, Linkage.NONE);
    }

    /** The same of ends that may both number their rows. */
    public static Facings of(
            Plan plan,
            ShapeRules rules,
            Catalog theirs,
            Terms terms,
            Fineness oursFine,
            Fineness theirsFine,
            Linkage linkage) {
        Allowed allowed = new Allowed(terms.rounding(), oursFine, theirsFine);
        return Survey.of(plan, rules, theirs, allowed, terms, linkage);
    }

    /** What keeps these ends from being kept equal both ways; empty if nothing does. */
    public List<ShapeProblem> problems() {
        return problems;
    }

    /** Which way each field goes, for a person; also of collections with a problem. */
    public List<CollectionWay> ways() {
        return ways;
    }

    /** Between the rows of an end and the sync's. */
    public Facing of(Which which) {
        return new Sight(which, byOurs, shared, links, unnamed);
    }

    /** The sync's fields that our end decides alone; of the sync's name of a collection. */
    public Set<String> forwardOnly(String collection) {
        return face(collection).forwardOnly();
    }

    /** How the sync's rows look, by the sync's names. */
    public List<Layout> layouts() {
        return faces.stream().map(CollectionFace::layout).toList();
    }

    /** How the sync's rows of a collection look. */
    public Layout layout(String collection) {
        return face(collection).layout();
    }

    /**
     * What of an end's rows the sync looks at, in the end's own names and types: as its log tells
     * them, so they are to be looked up and written in these.
     */
    public List<Layout> read(Which which) {
        return faces.stream().map(face -> face.layout(which, false)).toList();
    }

    /** The collections whose rows have another key at each end, by the sync's names. */
    public List<String> linked() {
        return faces.stream()
                .filter(face -> face.linked().linked())
                .map(face -> face.name(Which.THEIRS))
                .toList();
    }

    /** Whether fields were named that tell which rows of a linked collection are the same ones. */
    public boolean matches(String collection) {
        return face(collection).linked().matched();
    }

    /** Whether a collection has fields that hold the keys of linked rows. */
    public boolean translated(String collection) {
        return face(collection).linked().translated();
    }

    /**
     * What tells of an end's row which row of the other end it is, when these meet: the values of
     * the fields that were said to, in the sync's form.
     *
     * @param collection a linked one, by the sync's name
     * @param all whether all of its fields are to tell, where none were named
     * @return null of a row that tells nothing, or where no fields do
     */
    public @Nullable List<Value> telling(Which which, String collection, Row own, boolean all) {
        CollectionFace face = face(collection);
        Row row = face.practice(which).present(Image.whole(own)).row();
        return face.linked().telling(which, row, all);
    }

    /** What of an end's rows the sync writes, likewise. */
    public List<Layout> written(Which which) {
        return faces.stream().map(face -> face.layout(which, true)).toList();
    }

    /** What an end's applications expect of the sync, by the end's name of a collection. */
    public Map<String, List<String>> practices(Which which) {
        Map<String, List<String>> told = new LinkedHashMap<>();
        for (CollectionFace face : faces) {
            List<String> words = face.practice(which).told();
            if (!words.isEmpty()) {
                told.put(face.name(which), words);
            }
        }
        return told;
    }

    /** Whether rows of a collection, by the end's name of it, can be marked as deleted there. */
    public boolean marked(Which which, String collection) {
        return faces.stream()
                .anyMatch(
                        face ->
                                face.name(which).equals(collection)
                                        && face.practice(which).mark() != null);
    }

    /** Whether only some rows of a collection belong to the sync. */
    public boolean filtered(String collection) {
        return face(collection).filtered();
    }

    /** Whether a row belongs to the sync as an end shows it, in the end's own form. */
    public Membership member(RowId shared, Image own, Which which) {
        CollectionFace face = face(shared.collection());
        return which == Which.OURS ? face.member(own) : member(shared, face.shared(which, own));
    }

    /** Whether a row belongs to the sync, in the sync's own form. */
    public Membership member(RowId shared, Image image) {
        return face(shared.collection()).memberShared(image);
    }

    /**
     * What becomes of a row by the filters. Pure, in the sync's own form.
     *
     * @param agreed what both ends last agreed on; absent for what the sync does not know
     * @param merged what it will be
     */
    public Passage passage(RowId shared, Image agreed, Image merged) {
        return switch (member(shared, merged)) {
            case IN, ABSENT, UNKNOWN -> Passage.STAYS;
            case OUT -> agreed.isAbsent() ? Passage.APART : Passage.LEAVES;
        };
    }

    /** Whether a row that has left stays at the other end, as it left. */
    public boolean keepsLeaving(String collection) {
        return face(collection).keepsLeaving();
    }

    /**
     * The sync's names of fields of an end's row that it does not take, since the other end could
     * not hold them.
     */
    public List<String> unturned(RowId shared, Image own, Which which) {
        return face(shared.collection()).unturned(which, own);
    }

    /**
     * How often a row was told whose key the other end could not hold, so that it was passed over.
     */
    public long unnamed() {
        return unnamed.sum();
    }

    private CollectionFace face(String collection) {
        return CollectionFace.known(shared, collection);
    }
}
