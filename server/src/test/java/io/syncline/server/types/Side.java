package io.syncline.server.types;

/** Where rows arrive. */
enum Side {
    /** A second PostgreSQL, of another major version. */
    POSTGRES("PostgreSQL"),
    /** MariaDB. */
    MARIA("MariaDB");

    private final String word;

    Side(String word) {
        this.word = word;
    }

    /** Its name for a person. */
    String word() {
        return word;
    }
}
