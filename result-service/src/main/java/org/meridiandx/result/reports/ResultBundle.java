package org.meridiandx.result.reports;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.meridiandx.fhir.StoredResource;

/// A searchset Bundle of an operation: stored bytes, copied.
public final class ResultBundle {
    private final ByteArrayOutputStream json = new ByteArrayOutputStream();
    private final String base;
    private boolean isEmpty = true;

    private ResultBundle(String baseUrl) {
        this.base = baseUrl + "/fhir/R4/";
    }

    /// All of one type, with their number.
    public static byte[] searchset(String baseUrl, String type, List<StoredResource> resources) {
        var bundle = new ResultBundle(baseUrl);
        bundle.write("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":" + resources.size());
        resources.forEach(one -> bundle.entry(type, one));
        return bundle.end();
    }

    /// A page of several types.
    ///
    /// @param next address of the page that follows
    public static byte[] page(String baseUrl, List<Typed> resources, Optional<String> next) {
        var bundle = new ResultBundle(baseUrl);
        bundle.write("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"");
        next.ifPresent(address ->
                bundle.write(",\"link\":[{\"relation\":\"next\",\"url\":" + TextNode.valueOf(address) + "}]"));
        resources.forEach(one -> bundle.entry(one.type(), one.resource()));
        return bundle.end();
    }

    /// A resource with the name of its type.
    public record Typed(String type, StoredResource resource) {}

    private void entry(String type, StoredResource resource) {
        write(isEmpty ? ",\"entry\":[" : ",");
        isEmpty = false;
        write("{\"fullUrl\":\"" + base + type + "/" + resource.id() + "\",\"resource\":");
        json.writeBytes(resource.content());
        write(",\"search\":{\"mode\":\"match\"}}");
    }

    private byte[] end() {
        write(isEmpty ? "}" : "]}");
        return json.toByteArray();
    }

    private void write(String text) {
        json.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
