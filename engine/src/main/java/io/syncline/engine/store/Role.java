package io.syncline.engine.store;

/** What an API key allows; each also allows what those before it do. */
public enum Role {
    /** To look at everything but keys. */
    VIEWER,
    /** To decide what becomes of conflicts. */
    REVIEWER,
    /** To configure, run and remove syncs and endpoints. */
    OPERATOR,
    /** To make and revoke keys. */
    ADMIN;

    /** Whether this allows all that another does. */
    public boolean covers(Role other) {
        return compareTo(other) >= 0;
    }
}
