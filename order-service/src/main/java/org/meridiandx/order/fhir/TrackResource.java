package org.meridiandx.order.fhir;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.order.tracking.Milestone;
import org.meridiandx.order.tracking.Milestones;
import org.meridiandx.order.tracking.Sentences;

/// `GET /fhir/R4/ServiceRequest/[id]/$track`: where a request stands, in plain words, for those who may
/// read it.
@Path("/fhir/R4/ServiceRequest/{id}/{operation:(\\$|%24)track}")
public class TrackResource {
    private static final ZoneId UNITED_KINGDOM = ZoneId.of("Europe/London");
    private static final String VERSIONS = """
            select 'ServiceRequest' as type, version, last_updated, content from service_request_history where id = $1
            union all
            select 'Task', version, last_updated, content from task_history where focus_id = $1
            order by last_updated, type, version limit 1000""";
    private final Pool pool;
    private final RecordAccess access;
    private final CurrentCaller caller;
    private final Clock clock;

    TrackResource(Pool pool, RecordAccess access, CurrentCaller caller, Clock clock) {
        this.pool = pool;
        this.access = access;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    public Uni<Response> track(@PathParam("id") String id, @Context HttpHeaders headers) {
        var who = caller.get();
        access.requireScope(who, Action.READ, RequestResource.TYPE);
        var language = Optional.ofNullable(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE))
                .orElse("");
        var sentences = Sentences.of(language, who.role().equals("patient"));
        return access.find(RequestSearches.SERVICE_REQUEST, id)
                .chain(present -> shownVersions(who, present))
                .map(versions -> answer(versions, sentences));
    }

    private Uni<List<DomainResource>> shownVersions(Caller who, StoredResource present) {
        return access.disclose(who, RequestResource.TYPE, present).chain(decision -> versions(present, decision));
    }

    /// What is masked for the caller is not told in words either.
    private Uni<List<DomainResource>> versions(StoredResource present, AccessDecision decision) {
        return pool.preparedQuery(VERSIONS).execute(Tuple.of(present.id())).map(rows -> {
            var versions = new ArrayList<DomainResource>(rows.size());
            rows.forEach(row -> {
                var stored = new StoredResource(
                        present.id(),
                        row.getInteger("version"),
                        row.getOffsetDateTime("last_updated").toInstant(),
                        present.patientId(),
                        present.organisations(),
                        row.getBuffer("content").getBytes());
                var type = row.getString("type").equals("Task") ? Task.class : ServiceRequest.class;
                versions.add(FhirJson.read(stored.shownBy(decision).content(), type));
            });
            return versions;
        });
    }

    private Response answer(List<DomainResource> versions, Sentences sentences) {
        var now = clock.instant();
        var milestones = Milestones.of(versions);
        var parameters = new Parameters();
        versions.reversed().stream()
                .filter(ServiceRequest.class::isInstance)
                .map(ServiceRequest.class::cast)
                .findFirst()
                .ifPresent(request -> parameters.addParameter(
                        "status", new CodeType(request.getStatus().toCode())));
        parameters.addParameter("language", new CodeType(sentences.language()));
        if (sentences.isDraft()) {
            parameters.addParameter("translation", new CodeType("draft"));
        }
        parameters.addParameter(
                "display",
                new StringType(
                        milestones.isEmpty() ? sentences.nothingYet() : sentences.of(milestones.getLast(), now)));
        milestones.forEach(milestone -> add(parameters, milestone, sentences.of(milestone, now)));
        return FhirResponses.ok(FhirJson.encode(parameters));
    }

    private static void add(Parameters parameters, Milestone milestone, String sentence) {
        var step = parameters.addParameter().setName("step");
        step.addPart().setName("code").setValue(new CodeType(milestone.kind().code()));
        step.addPart().setName("at").setValue(localTime(milestone.at()));
        step.addPart().setName("display").setValue(new StringType(sentence));
    }

    private static DateTimeType localTime(Instant at) {
        return new DateTimeType(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                at.truncatedTo(ChronoUnit.SECONDS).atZone(UNITED_KINGDOM)));
    }
}
