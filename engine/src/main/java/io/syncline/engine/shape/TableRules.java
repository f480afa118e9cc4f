package io.syncline.engine.shape;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a person asked for rows of one collection on their way to one destination.
 *
 * @param fields the mapping; several rules of one field make several fields of it
 * @param dropUnmapped whether fields that no rule names are left out
 * @param transforms functions that come before the mapping's, in this order
 * @param types functions by class of fields ({@code timestamps}, {@code numbers}, …) that have no
 *     function of their own
 * @param masks what hides values
 * @param filters conditions that all have to hold for a row to go there
 * @param keepLeaving whether a row that does not fulfil the filters any more stays there
 * @param validation what a row has to be
 * @param appendOnly whether rows never change once they are there
 */
public record TableRules(
        List<FieldRule> fields,
        boolean dropUnmapped,
        List<NamedRule> transforms,
        Map<String, NamedRule> types,
        List<NamedRule> masks,
        List<RowRule> filters,
        boolean keepLeaving,
        Validation validation,
        boolean appendOnly) {
    /** Copies the lists and the map. */
    public TableRules {
        fields = List.copyOf(fields);
        transforms = List.copyOf(transforms);
        types = java.util.Collections.unmodifiableMap(new TreeMap<>(types));
        masks = List.copyOf(masks);
        filters = List.copyOf(filters);
    }

    /** Rows go as they are. */
    public static TableRules none() {
        return new TableRules(
                List.of(),
                false,
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                false,
                Validation.none(),
                false);
    }

    /** The same with another mapping. */
    public TableRules with(List<FieldRule> mapping) {
        return new TableRules(
                mapping,
                dropUnmapped,
                transforms,
                types,
                masks,
                filters,
                keepLeaving,
                validation,
                appendOnly);
    }

    /** Whether rows go as they are. */
    boolean nothing() {
        return equals(none());
    }

    /**
     * What a row has to be.
     *
     * @param checks rules of single fields
     * @param business conditions that have to hold
     * @param formats whether texts have to be what the names of their fields say
     * @param consistency whether fields have to agree with each other as their names say
     * @param images whether fields that are named so hold addresses of images
     * @param attributes whether fields that are named so hold NFT attributes
     * @param mode what becomes of a row that is not
     */
    public record Validation(
            List<NamedRule> checks,
            List<RowRule> business,
            boolean formats,
            boolean consistency,
            boolean images,
            boolean attributes,
            Mode mode) {
        /** What becomes of a row that does not keep the rules. */
        public enum Mode {
            /** It is parked. */
            STRICT,
            /** It is written, and counted. */
            LENIENT,
            /** It is left out, and counted. */
            SKIP
        }

        /** Copies the lists. */
        public Validation {
            checks = List.copyOf(checks);
            business = List.copyOf(business);
        }

        /** A row may be anything. */
        public static Validation none() {
            return new Validation(List.of(), List.of(), false, false, false, false, Mode.STRICT);
        }
    }
}
