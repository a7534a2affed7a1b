package org.meridiandx.result.subscriptions.delivery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.result.resources.ResourceTree;
import org.meridiandx.result.subscriptions.definition.Backport;
import org.meridiandx.result.subscriptions.definition.PayloadContent;

/// Writes what a subscriber is sent, or asks for.
///
/// **Source:** Subscriptions R5 Backport STU 1.1: R4 notification Bundle (history), status as Parameters.
///
/// @param base `https://[region]/fhir/R4`
/// @param type handshake, heartbeat, event-notification, query-status or query-event
record Notification(String base, String type, Subscriber subscriber, List<Disclosure.Shown> shown) {

    /// @param maxBytes of reports together; where they are more they go by their ids
    byte[] bundle(PayloadContent content, Instant now, int maxBytes) {
        var size =
                shown.stream().mapToLong(one -> one.report().content().length).sum();
        var said = content == PayloadContent.FULL_RESOURCE && size > maxBytes ? PayloadContent.ID_ONLY : content;
        var bundle = ResourceTree.resource("Bundle");
        var id = UUID.randomUUID().toString();
        bundle.put("id", id);
        bundle.putObject("meta").putArray("profile").add(Backport.NOTIFICATION);
        bundle.put("type", "history");
        bundle.put("timestamp", now.toString());
        var entries = bundle.putArray("entry");
        var status = entries.addObject().put("fullUrl", "urn:uuid:" + UUID.randomUUID());
        status.set("resource", status(said));
        status.putObject("request").put("method", "GET").put("url", "Subscription/" + subscriber.id() + "/$status");
        status.putObject("response").put("status", "200");
        if (said != PayloadContent.EMPTY) {
            shown.stream().map(Disclosure.Shown::report).distinct().forEach(report -> add(entries, report, said));
        }
        return ResourceTree.write(bundle);
    }

    /// Parameters alone.
    ObjectNode status(PayloadContent content) {
        var status = ResourceTree.resource("Parameters");
        status.putObject("meta").putArray("profile").add(Backport.STATUS);
        var parameters = status.putArray("parameter");
        named(parameters, "subscription")
                .putObject("valueReference")
                .put("reference", base + "/Subscription/" + subscriber.id());
        named(parameters, "topic").put("valueCanonical", subscriber.topic());
        named(parameters, "status").put("valueCode", subscriber.status());
        named(parameters, "type").put("valueCode", type);
        named(parameters, "events-since-subscription-start").put("valueString", String.valueOf(subscriber.events()));
        for (var one : shown) {
            var parts = named(parameters, "notification-event").putArray("part");
            named(parts, "event-number")
                    .put("valueString", String.valueOf(one.event().number().orElse(0L)));
            named(parts, "timestamp")
                    .put("valueInstant", one.event().occurredAt().toString());
            if (content != PayloadContent.EMPTY) {
                named(parts, "focus").putObject("valueReference").put("reference", url(one.report()));
            }
        }
        return status;
    }

    private void add(ArrayNode entries, StoredResource report, PayloadContent content) {
        var entry = entries.addObject().put("fullUrl", url(report));
        if (content == PayloadContent.FULL_RESOURCE) {
            entry.set("resource", ResourceTree.parse(report.content()));
        }
        var isFirst = report.version() == 1;
        entry.putObject("request")
                .put("method", isFirst ? "POST" : "PUT")
                .put("url", isFirst ? "DiagnosticReport" : "DiagnosticReport/" + report.id());
        entry.putObject("response").put("status", isFirst ? "201" : "200");
    }

    private String url(StoredResource report) {
        return base + "/DiagnosticReport/" + report.id();
    }

    private static ObjectNode named(ArrayNode list, String name) {
        return list.addObject().put("name", name);
    }
}
