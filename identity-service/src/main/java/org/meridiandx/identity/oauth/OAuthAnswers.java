package org.meridiandx.identity.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.Explanations;
import org.meridiandx.access.RefusalTrail;

/// Answers of the endpoints below `/oauth2`, which nobody may store. Each refusal leaves a
/// trace in the audit.
@ApplicationScoped
public class OAuthAnswers {
    private final RefusalTrail trail;
    private final Explanations explanations;
    private final MeterRegistry metrics;

    OAuthAnswers(RefusalTrail trail, Explanations explanations, MeterRegistry metrics) {
        this.trail = trail;
        this.explanations = explanations;
        this.metrics = metrics;
    }

    public Response ok(JsonNode json) {
        return unstored(Response.ok(json.toString()));
    }

    /// The refusal as an answer, once its trace is kept.
    ///
    /// @param interaction what was refused: `token`, `introspect`, `revoke`, ...
    public Uni<Response> refused(String interaction, OAuthRefusal refusal) {
        return leaveTrace(interaction, refusal).replaceWith(() -> answer(refusal));
    }

    /// Keeps the trace of a refusal that is answered in another form, such as a page.
    public Uni<Void> leaveTrace(String interaction, OAuthRefusal refusal) {
        metrics.counter("tokens_refused", "error", refusal.error()).increment();
        var colon = refusal.description().indexOf(':');
        var reason = refusal.error() + (colon > 0 ? " " + refusal.description().substring(0, colon) : "");
        var entry = new AuditEntry("E", interaction, "denied", reason, "", List.of(), "", "");
        return trail.record(refusal.refused().orElseGet(RefusalTrail::unknown), entry);
    }

    private Response answer(OAuthRefusal refusal) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("error", refusal.error());
        if (explanations.areGiven() || refusal.status() != 401) {
            json.put("error_description", refusal.description());
        } else {
            json.put("error_description", "Quote the X-Correlation-ID to the region's support.");
        }
        return unstored(Response.status(refusal.status()).entity(json.toString()));
    }

    private static Response unstored(Response.ResponseBuilder response) {
        return response.header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Pragma", "no-cache")
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
