package org.meridiandx.result.subscriptions.definition;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.result.resources.ResourceTree;

/// A Subscription as it is served.
///
/// @param content as [Definition#content]; not copied
/// @param cause why it is in error; may be empty
@SuppressWarnings("ArrayRecordComponent")
public record ServedSubscription(
        String id, int version, Instant lastUpdated, String status, String cause, byte[] content) {

    public StoredResource resource() {
        return resource(new byte[0]);
    }

    /// The same with the key of the signature, which is shown to who makes it and never again.
    public StoredResource resource(byte[] secret) {
        var tree = ResourceTree.resource("Subscription");
        tree.put("id", id);
        var meta = tree.putObject("meta");
        meta.put("versionId", String.valueOf(version));
        meta.put("lastUpdated", lastUpdated.toString());
        meta.putArray("profile").add(Backport.SUBSCRIPTION);
        var asked = ResourceTree.parse(content);
        asked.remove("resourceType");
        tree.setAll(asked);
        tree.put("status", status);
        if (!cause.isEmpty()) {
            tree.put("error", cause);
        }
        if (secret.length > 0) {
            tree.withArray("/extension")
                    .addObject()
                    .put("url", Backport.SECRET)
                    .put("valueString", new String(secret, StandardCharsets.US_ASCII));
        }
        return new StoredResource(id, version, lastUpdated, "", Set.of(), ResourceTree.write(tree));
    }

    @Override
    public String toString() {
        return "ServedSubscription[" + id + "]";
    }
}
