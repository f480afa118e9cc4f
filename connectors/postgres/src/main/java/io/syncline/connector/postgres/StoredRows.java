package io.syncline.connector.postgres;

import io.syncline.core.change.FieldType;
import io.syncline.core.change.Header;
import io.syncline.core.change.Image;
import io.syncline.core.change.Row;
import io.syncline.core.change.Value;
import io.syncline.core.endpoint.Token;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@link TableShape#selected} in the types that were agreed for them. */
final class StoredRows {
    private final TableShape shape;
    private final List<TargetColumn> columns;
    private final Header header;
    private final List<@Nullable FieldType> types;

    StoredRows(TableShape shape, TableShapes shapes) {
        this.shape = shape;
        this.columns = shape.columns();
        this.header = Header.of(columns.stream().map(TargetColumn::name).toList());
        this.types = new ArrayList<>();
        for (TargetColumn column : columns) {
            types.add(shapes.agreedType(shape.collection(), column.name()));
        }
    }

    /** The row a result stands on, its first column at this place. */
    Image image(ResultSet result, int first) throws SQLException {
        List<Value> values = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            String text = result.getString(first + i);
            Value value =
                    text == null
                            ? Value.nothing()
                            : PgText.decode(columns.get(i).column().type(), text);
            values.add(conform(value, types.get(i)));
        }
        return Image.whole(Row.of(header, values));
    }

    /** The version of the row a result stands on. */
    Token token(ResultSet result, int first) throws SQLException {
        return new Token(String.valueOf(result.getString(first + columns.size())));
    }

    /** The shape they have. */
    TableShape shape() {
        return shape;
    }

    /**
     * The same value in another type of the vocabulary: what stands in a text column for a type the
     * target does not have comes back as what it was. A value that cannot be read so stays.
     */
    static Value conform(Value value, @Nullable FieldType type) {
        try {
            return switch (value) {
                case Value.Text(String text) when type != null -> fromText(value, text, type);
                case Value.Int(long number) when type instanceof FieldType.Decimal ->
                        new Value.Decimal(BigDecimal.valueOf(number));
                case Value.Decimal(BigDecimal number)
                        when type instanceof FieldType.Int && number.scale() <= 0 ->
                        new Value.Int(number.longValueExact());
                case Value.Other(String _, String text) when type instanceof FieldType.Text ->
                        new Value.Text(text);
                case Value _ -> value;
            };
        } catch (IllegalArgumentException | ArithmeticException _) {
            return value;
        }
    }

    private static Value fromText(Value value, String text, FieldType type) {
        return switch (type) {
            case FieldType.Other(String name) -> new Value.Other(name, text);
            case FieldType.Uuid _ -> new Value.Uuid(UUID.fromString(text));
            case FieldType.Json _ -> Value.Json.parse(text);
            case FieldType _ -> value;
        };
    }
}
