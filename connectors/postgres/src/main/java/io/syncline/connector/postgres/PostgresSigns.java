package io.syncline.connector.postgres;

import io.syncline.core.change.Field;
import io.syncline.core.endpoint.Counting;
import io.syncline.core.endpoint.Fineness;
import io.syncline.core.endpoint.Identity;
import io.syncline.core.endpoint.KeptLog;
import io.syncline.core.endpoint.Marks;
import io.syncline.core.endpoint.Position;
import org.jspecify.annotations.Nullable;

/** What an endpoint tells of its server beside rows. */
interface PostgresSigns extends KeptLog, Marks, Identity, Counting, Fineness {
    /** Whom to ask. */
    PostgresPulse pulse();

    @Override
    default long keptBytes(String flow) {
        return pulse().keptBytes(flow);
    }

    @Override
    default int secondDigits(String collection, Field field) {
        return pulse().secondDigits(collection, field.name());
    }

    @Override
    default Position mark(String flow) {
        return pulse().mark(flow);
    }

    @Override
    default long count(String collection, long most) {
        return pulse().count(collection, most);
    }

    @Override
    default String identity(String flow) {
        return pulse().identity(flow);
    }

    @Override
    default @Nullable String changed(String before, String now, @Nullable Position stored) {
        boolean log = stored != null && stored.token().matches("[0-9A-F]+/[0-9A-F]+(:\\d+)?");
        return PostgresIdentity.changed(before, now, log ? stored : null);
    }
}
