package org.meridiandx.order.fhir;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.problem.OperationOutcomes;
import org.meridiandx.problem.ProblemException;

/// The messages that answer messages.
///
/// **Source:** FHIR R4 MessageHeader.response; BaRS `servicerequest-response`.
@ApplicationScoped
class MessageAnswers {
    private final String endpoint;

    MessageAnswers(@ConfigProperty(name = "meridian.issuer") String baseUrl) {
        this.endpoint = baseUrl + "/fhir/R4/ServiceRequest/$process-message";
    }

    /// 200: it was done, or had been before.
    Response done(ServiceRequestMessage message, StoredResource request) {
        var header = header(message, "ok");
        header.putArray("focus").addObject().put("reference", "ServiceRequest/" + request.id());
        return FhirResponses.ok(bytesOf(bundle(header)));
    }

    /// The refusal in a message of its own, with the status that it has anywhere else. What may go well
    /// later is no answer: it fails, and the sender sends again.
    Uni<Response> refused(ServiceRequestMessage message, ProblemException refused) {
        if (refused.problem().code().isRetryable()) {
            return Uni.createFrom().failure(refused);
        }
        var outcomeUrl = "urn:uuid:" + UUID.randomUUID();
        var header = header(message, "fatal-error");
        header.withObject("/response").putObject("details").put("reference", outcomeUrl);
        var bundle = bundle(header);
        bundle.withArray("/entry")
                .addObject()
                .put("fullUrl", outcomeUrl)
                .set("resource", OperationOutcomes.toNode(refused.problems()));
        return Uni.createFrom()
                .item(Response.status(refused.problem().code().httpStatus())
                        .entity(io.vertx.core.buffer.Buffer.buffer(bytesOf(bundle)))
                        .header(HttpHeaders.CONTENT_TYPE, FhirResponses.MEDIA_TYPE + "; charset=utf-8")
                        .build());
    }

    private ObjectNode header(ServiceRequestMessage message, String code) {
        var header = JsonNodeFactory.instance.objectNode();
        header.put("resourceType", "MessageHeader");
        header.put("id", UUID.randomUUID().toString());
        var event = header.putObject("eventCoding");
        event.put(
                "system", message.event().path("system").asText("https://fhir.nhs.uk/CodeSystem/message-events-bars"));
        event.put("code", "servicerequest-response");
        header.putObject("source").put("endpoint", endpoint);
        header.putObject("response")
                .put("identifier", message.id().isEmpty() ? "unnamed" : message.id())
                .put("code", code);
        return header;
    }

    private static ObjectNode bundle(ObjectNode header) {
        var bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("resourceType", "Bundle");
        bundle.put("id", UUID.randomUUID().toString());
        bundle.put("type", "message");
        bundle.putArray("entry")
                .addObject()
                .put("fullUrl", "urn:uuid:" + header.path("id").asText())
                .set("resource", header);
        return bundle;
    }

    private static byte[] bytesOf(ObjectNode bundle) {
        return bundle.toString().getBytes(StandardCharsets.UTF_8);
    }
}
