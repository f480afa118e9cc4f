package io.syncline.engine.sync;

import java.time.ZoneId;

/**
 * When a sync runs, or, if it runs all the time, when it compares and mends.
 *
 * @param cron five fields (or six with seconds first), UNIX style
 * @param zone the time zone the fields mean
 */
public record Schedule(String cron, ZoneId zone) {}
