package io.syncline.connector.mongodb;

import com.mongodb.client.ClientSession;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import io.syncline.core.change.Image;
import io.syncline.core.endpoint.Token;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Finds documents by what stands in {@code _id}, and tells what they are. */
final class Rows {
    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

    private Rows() {}

    /** The documents there are of these ids, by their ids as they were asked for. */
    static Map<BsonValue, RawBsonDocument> find(
            MongoCollection<RawBsonDocument> collection,
            @Nullable ClientSession session,
            Collection<BsonValue> ids) {
        Map<Object, BsonValue> asked = new HashMap<>();
        ids.forEach(id -> asked.put(comparable(id), id));
        Bson filter = new BsonDocument(Shape.ID, new BsonDocument("$in", array(ids)));
        FindIterable<RawBsonDocument> found =
                session == null ? collection.find(filter) : collection.find(session, filter);
        Map<BsonValue, RawBsonDocument> documents = new HashMap<>();
        for (RawBsonDocument each : found) {
            BsonValue id = asked.get(comparable(each.get(Shape.ID)));
            if (id != null) {
                documents.put(id, each);
            }
        }
        return documents;
    }

    /** One document, or null. */
    static @Nullable RawBsonDocument one(
            MongoCollection<RawBsonDocument> collection,
            @Nullable ClientSession session,
            BsonValue id) {
        Bson filter = Filters.eq(Shape.ID, id);
        return (session == null ? collection.find(filter) : collection.find(session, filter))
                .first();
    }

    private static BsonArray array(Collection<BsonValue> ids) {
        BsonArray array = new BsonArray();
        array.addAll(ids);
        return array;
    }

    /** MongoDB takes numbers for the same id that are equal, whatever their types are. */
    static Object comparable(@Nullable BsonValue id) {
        if (id == null) {
            return "";
        }
        if (id.isDecimal128() && !id.asDecimal128().getValue().isNaN()) {
            return id.asDecimal128().getValue().isInfinite()
                    ? id
                    : JsonBson.exact(id.asDecimal128().getValue()).stripTrailingZeros();
        }
        if (id.isInt32() || id.isInt64()) {
            return java.math.BigDecimal.valueOf(id.asNumber().longValue()).stripTrailingZeros();
        }
        if (id.isDouble() && Double.isFinite(id.asDouble().getValue())) {
            return new java.math.BigDecimal(id.asDouble().getValue()).stripTrailingZeros();
        }
        return id;
    }

    /** The document, with every part made out. */
    static BsonDocument decoded(RawBsonDocument raw) {
        return raw.decode(CODEC);
    }

    /** The row as its shape has it. */
    static Image image(Shape shape, @Nullable RawBsonDocument raw) {
        return raw == null ? Image.absent() : Image.whole(shape.row(decoded(raw)));
    }

    /** A digest of the document's bytes as they were read: of everything it holds. */
    static Token token(@Nullable RawBsonDocument raw) {
        if (raw == null) {
            return new Token("absent");
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer bytes = raw.getByteBuffer().asNIO();
            digest.update(bytes);
            return new Token(HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }
}
