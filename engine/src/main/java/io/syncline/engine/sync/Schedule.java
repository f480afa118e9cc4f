package io.syncline.engine.sync;

import java.time.ZoneId;

/**
 * When a scheduled sync runs.
 *
 * @param cron five fields (or six with seconds first), UNIX style
 * @param zone the time zone the fields mean
 */
public record Schedule(String cron, ZoneId zone) {}
