package io.syncline.connector.postgres;

import io.syncline.core.endpoint.Position;
import org.jspecify.annotations.Nullable;

/**
 * Which server this is, and how far it has come. A copy of a server's files has the same system and
 * timeline; it is found out by its log, which ends before what we have read, or by the number in a
 * publication's comment, which grows with the markers and which a copy has an older one of.
 *
 * @param system the identifier that the server was made with
 * @param timeline a promotion or a recovery to a point in time begins another
 * @param end where its log ended
 * @param marks the number of the latest marker; 0 if none was written
 */
record PostgresIdentity(String system, String timeline, String end, long marks) {
    /** As it is kept. */
    String text() {
        return String.join(" ", system, timeline, end, Long.toString(marks));
    }

    private static PostgresIdentity of(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("Not an identity of a server");
        }
        return new PostgresIdentity(parts[0], parts[1], parts[2], Long.parseLong(parts[3]));
    }

    /** How the one is not the other, later; null if it is. */
    static @Nullable String changed(String before, String now, @Nullable Position stored) {
        PostgresIdentity then = of(before);
        PostgresIdentity here = of(now);
        if (!then.system.equals(here.system)) {
            return "The source is another server: its system identifier is "
                    + here.system
                    + " and was "
                    + then.system;
        }
        if (!then.timeline.equals(here.timeline)) {
            return "The source was promoted or restored: its timeline is "
                    + here.timeline
                    + " and was "
                    + then.timeline;
        }
        long end = PgLsn.parse(here.end);
        boolean behind = stored != null && Long.compareUnsigned(end, PgLsn.of(stored)) < 0;
        if (behind || Long.compareUnsigned(end, PgLsn.parse(then.end)) < 0) {
            return "The source was restored: its log ends at "
                    + here.end
                    + ", before "
                    + (behind && stored != null ? stored.token() : then.end)
                    + ", which was read";
        }
        return here.marks > 0 && here.marks < then.marks
                ? "The source was restored: it has not seen the latest marker that was written"
                : null;
    }
}
