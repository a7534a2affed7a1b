package org.meridiandx.identity.capability;

import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.meridiandx.fhir.ResourceCapability;

/// `GET /fhir/R4/metadata`: one statement for the whole region. Public: it says what is served, not
/// about whom.
@Path("/fhir/R4/metadata")
public class MetadataResource {
    private final List<ResourceCapability> own;
    private final CapabilitySource source;
    private final CapabilityStatementComposer composer;
    private final CapabilityConfig config;
    private final Clock clock;
    private volatile Statement last = new Statement(new byte[0], Instant.MIN);

    MetadataResource(
            @All List<ResourceCapability> own,
            CapabilitySource source,
            CapabilityStatementComposer composer,
            CapabilityConfig config,
            Clock clock) {
        this.own = own;
        this.source = source;
        this.composer = composer;
        this.config = config;
        this.clock = clock;
    }

    @GET
    public Uni<Response> metadata() {
        var known = last;
        if (clock.instant().isBefore(known.freshUntil())) {
            return Uni.createFrom().item(answer(known));
        }
        return Multi.createFrom()
                .iterable(config.sources().stream().distinct().toList())
                .onItem()
                .transformToUniAndMerge(source::ask)
                .collect()
                .asList()
                .map(this::compose)
                .invoke(statement -> last = statement)
                .map(MetadataResource::answer);
    }

    /// A statement that misses a service is kept for two seconds only: the service may be back.
    private Statement compose(List<CapabilitySource.Part> parts) {
        var now = clock.instant();
        var isWhole = parts.stream().allMatch(CapabilitySource.Part::isFresh);
        var json = composer.compose(ResourceCapability.toJson(own), parts, now)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        return new Statement(json, isWhole ? now.plus(config.rememberedFor()) : now.plusSeconds(2));
    }

    private static Response answer(Statement statement) {
        return Response.ok(statement.json())
                .header(HttpHeaders.CONTENT_TYPE, "application/fhir+json; fhirVersion=4.0; charset=utf-8")
                .build();
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Statement(byte[] json, Instant freshUntil) {}
}
