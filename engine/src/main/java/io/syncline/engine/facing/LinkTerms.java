package io.syncline.engine.facing;

import java.util.List;

/**
 * Which collections both ends number themselves, so that a row has another key at each. Pure data;
 * names may be those of either end, with their schemas or without.
 *
 * @param tables those collections
 * @param references fields that refer to them, beside those that the ends declare as foreign keys
 * @param partly whether the two ends are some of several, which need not have all of these
 */
public record LinkTerms(List<Table> tables, List<Reference> references, boolean partly) {
    /** Every row has the same key at both ends. */
    public static final LinkTerms NONE = new LinkTerms(List.of(), List.of(), false);

    /**
     * A collection whose rows are linked.
     *
     * @param match fields that tell which rows of both ends are the same ones when these meet; none
     *     if no rows are
     * @param pointer where it stands in the configuration, as a JSON pointer
     */
    public record Table(String name, List<String> match, String pointer) {
        /** Copies the list. */
        public Table {
            match = List.copyOf(match);
        }
    }

    /**
     * A field that holds the key of a linked row.
     *
     * @param table the collection that has it
     * @param to the linked collection
     * @param pointer where it stands in the configuration, as a JSON pointer
     */
    public record Reference(String table, String field, String to, String pointer) {}

    /** The terms of two ends that have all of these. */
    public LinkTerms(List<Table> tables, List<Reference> references) {
        this(tables, references, false);
    }

    /** Copies the lists. */
    public LinkTerms {
        tables = List.copyOf(tables);
        references = List.copyOf(references);
    }

    /** Whether every row has the same key at both ends. */
    public boolean isNothing() {
        return tables.isEmpty();
    }
}
