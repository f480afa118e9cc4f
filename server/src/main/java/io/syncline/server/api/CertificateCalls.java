package io.syncline.server.api;

import io.syncline.engine.sync.Certificate;
import io.syncline.engine.sync.SyncDefinition;
import io.syncline.server.security.Signer;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The call that shows what the latest comparisons have found, signed. */
public final class CertificateCalls {
    private static final String PURPOSE = "syncline certificates 1";

    private final Supplier<Backend> backend;

    /** Calls on a backend, which is asked for at each call. */
    public CertificateCalls(Supplier<Backend> backend) {
        this.backend = backend;
    }

    /** One of each destination that was ever compared. */
    public Reply certificate(Request request) {
        Backend parts = backend.get();
        SyncDefinition definition = SyncCalls.entry(parts, request).definition();
        List<Certificate> all = parts.history().certificates(definition);
        Signer signer = new Signer(parts.keys().derived(PURPOSE));
        ObjectNode body = Views.object();
        body.put("sync_id", definition.id());
        body.put("name", definition.name());
        body.put(
                "equal",
                all.size() == definition.legs().size()
                        && all.stream().allMatch(each -> each.found().equal()));
        body.put("public_key", signer.publicKey());
        ArrayNode certificates = body.putArray("certificates");
        for (Certificate each : all) {
            ObjectNode node = certificates.addObject();
            Views.found(node, each.found());
            node.put("text", each.text());
            node.put("signature", signer.sign(each.text()));
        }
        return Reply.of(200, body);
    }
}
