package io.syncline.connector.mongodb;

/** What becomes of points in time that are finer than the milliseconds that BSON holds. */
enum FineTimes {
    /** Their rows are refused. */
    REFUSE,
    /** They are cut to milliseconds. */
    CUT,
    /** All points in time are held as text. */
    TEXT
}
