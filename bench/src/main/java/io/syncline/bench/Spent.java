package io.syncline.bench;

/**
 * What one drain took.
 *
 * @param seconds from its start to its end
 * @param source processor seconds of the source's server
 * @param target the same of the target's
 * @param own the same of the contender's process; 0 if it has none
 * @param store the same of the store below that process
 * @param others the same of everything on the machine but these and this program
 * @param ownMegabytes the most memory that the contender's process had
 * @param storeMegabytes the same of its store's processes together
 */
record Spent(
        double seconds,
        double source,
        double target,
        double own,
        double store,
        double others,
        double ownMegabytes,
        double storeMegabytes) {

    /** How many processors everybody else kept busy. */
    double othersCores() {
        return seconds > 0 ? others / seconds : 0;
    }
}
