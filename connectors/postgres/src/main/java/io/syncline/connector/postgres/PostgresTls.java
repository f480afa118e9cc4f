package io.syncline.connector.postgres;

import io.syncline.connector.jdbc.TlsSockets;
import java.util.Properties;

/** What the driver encrypts by, which finds this class by its name. */
public final class PostgresTls extends TlsSockets {
    /** Called by the driver with the properties of the connection. */
    public PostgresTls(Properties properties) {
        super(properties);
    }
}
