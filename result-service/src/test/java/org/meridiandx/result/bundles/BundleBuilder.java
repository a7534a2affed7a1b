package org.meridiandx.result.bundles;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Puts a Bundle together, entry by entry.
final class BundleBuilder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final ObjectNode bundle = JSON.createObjectNode().put("resourceType", "Bundle");
    private final ArrayNode entries;

    private BundleBuilder(String type) {
        bundle.put("type", type);
        entries = bundle.putArray("entry");
    }

    static BundleBuilder of(String type) {
        return new BundleBuilder(type);
    }

    BundleBuilder post(ObjectNode resource) {
        return entry("POST", resource);
    }

    BundleBuilder entry(String method, ObjectNode resource) {
        var entry = entries.addObject();
        entry.set("resource", resource);
        var type = resource.path("resourceType").asText();
        entry.putObject("request").put("method", method).put("url", type);
        return this;
    }

    /// Names the entry that was added last.
    BundleBuilder named(String fullUrl) {
        last().put("fullUrl", fullUrl);
        return this;
    }

    BundleBuilder onlyIf(String ifNoneExist) {
        last().withObject("/request").put("ifNoneExist", ifNoneExist);
        return this;
    }

    /// An entry that asks for something and brings no resource.
    BundleBuilder bare(String method, String url) {
        entries.addObject().putObject("request").put("method", method).put("url", url);
        return this;
    }

    byte[] toBytes() {
        try {
            return JSON.writeValueAsBytes(bundle);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private ObjectNode last() {
        return (ObjectNode) entries.get(entries.size() - 1);
    }
}
