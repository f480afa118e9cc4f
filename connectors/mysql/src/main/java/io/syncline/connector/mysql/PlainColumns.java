package io.syncline.connector.mysql;

import org.jspecify.annotations.Nullable;

/** Columns of which the binary log alone says enough. Pure. */
final class PlainColumns {
    private PlainColumns() {}

    /**
     * The column as the catalog would have described it, or null if it may have been one of
     * several: a small number or a truth, a long text or a document, bytes or an identifier.
     */
    static @Nullable Column of(String name, LoggedType type, boolean nullable) {
        String sign = type.unsigned() ? " unsigned" : "";
        return switch (type.code()) {
            case LoggedType.TINY ->
                    type.unsigned() ? column(name, "tinyint", sign, type, nullable) : null;
            case LoggedType.SHORT -> column(name, "smallint", sign, type, nullable);
            case LoggedType.INT24 -> column(name, "mediumint", sign, type, nullable);
            case LoggedType.LONG -> column(name, "int", sign, type, nullable);
            case LoggedType.LONGLONG -> column(name, "bigint", sign, type, nullable);
            case LoggedType.FLOAT -> column(name, "float", sign, type, nullable);
            case LoggedType.DOUBLE -> column(name, "double", sign, type, nullable);
            case LoggedType.DECIMAL -> column(name, "decimal", sign, type, nullable);
            case LoggedType.DATE -> column(name, "date", "", type, nullable);
            case LoggedType.TIME -> column(name, "time", "", type, nullable);
            case LoggedType.DATETIME -> column(name, "datetime", "", type, nullable);
            case LoggedType.TIMESTAMP -> column(name, "timestamp", "", type, nullable);
            case LoggedType.YEAR -> column(name, "year", "(4)", type, nullable);
            case LoggedType.BIT -> {
                int bits =
                        type.scale() == 0 ? 8 * type.size() : 8 * (type.size() - 1) + type.scale();
                yield column(name, "bit", "(" + bits + ")", type, nullable);
            }
            case LoggedType.VARCHAR ->
                    type.collation() == LoggedType.BINARY
                            ? column(name, "varbinary", "", type, nullable)
                            : null;
            case LoggedType.BLOB ->
                    type.collation() == LoggedType.BINARY
                            ? column(name, "longblob", "", type, nullable)
                            : null;
            default -> null;
        };
    }

    private static Column column(
            String name, String type, String rest, LoggedType logged, boolean nullable) {
        boolean exact = logged.code() == LoggedType.DECIMAL;
        return new Column(
                name,
                type,
                type + rest,
                -1,
                exact ? logged.size() : 0,
                exact ? logged.scale() : 0,
                exact ? 0 : logged.size(),
                null,
                nullable,
                nullable,
                false,
                false,
                false);
    }
}
