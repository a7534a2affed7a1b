package org.meridiandx.result.reports;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.SearchDefinition;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.resources.Fingerprint;
import org.meridiandx.result.resources.KeptType;
import org.meridiandx.result.resources.ResourceTree;
import org.meridiandx.result.submission.Submission;
import org.meridiandx.result.submission.SubmissionService;
import org.meridiandx.result.submission.Submitted;
import org.meridiandx.telemetry.CorrelationIds;

/// Creates a single resource: a submission of one.
@ApplicationScoped
public class CreateService {
    private final SubmissionService submissions;
    private final StoredResources stored;
    private final Access access;
    private final AuditTrail audit;
    private final StoredResources.Withholding withholding;

    CreateService(
            SubmissionService submissions,
            StoredResources stored,
            Access access,
            AuditTrail audit,
            StoredResources.Withholding withholding) {
        this.withholding = withholding;
        this.submissions = submissions;
        this.stored = stored;
        this.access = access;
        this.audit = audit;
    }

    @SuppressWarnings("ArrayRecordComponent")
    public record Request(
            KeptType type,
            byte[] body,
            @Nullable String contentType,
            @Nullable String ifNoneExist) {

        @Override
        public String toString() {
            return "Request[" + type + "]";
        }
    }

    /// @return 201 with the stored resource, or 200 where it is on record already; fails with 400,
    ///     403, 409, 412, 422
    public Uni<Response> create(Caller caller, Request request) {
        FhirResponses.requireJsonBody(request.contentType());
        var faults = request.type().faults(request.body());
        if (!faults.isEmpty()) {
            throw new ProblemException(faults);
        }
        var item = new Submission.Item(
                request.type().fhirName(),
                "",
                ResourceTree.parse(request.body()),
                Optional.ofNullable(request.ifNoneExist()).map(CreateService::queryOf));
        var submission =
                new Submission(caller, List.of(item), Map.of(), requestKey(request.body()), Submission.Kind.CREATE);
        return submissions
                .submit(submission)
                .chain(done -> answer(caller, request.type().definition(), done.getFirst()));
    }

    /// The request id and the bytes: a retry has no second effect, and two requests under one id
    /// are not mistaken.
    public static String requestKey(byte[] body) {
        return CorrelationIds.currentRequest().orElse("") + ":" + Fingerprint.of(body);
    }

    private Uni<Response> answer(Caller caller, SearchDefinition type, Submitted done) {
        return stored.find(type, done.id())
                .map(found -> found.orElseThrow(
                        () -> ProblemException.of(ProblemCode.NOT_FOUND, "The resource is on record no more.")))
                .chain(resource -> done.outcome() == Submitted.Outcome.EXISTING
                        ? onRecord(caller, type, resource)
                        : Uni.createFrom().item(respond(type, resource, done.outcome())));
    }

    /// To show what is on record is a read: decided and audited. Who may not read it is told where
    /// it is, no more; nor is a patient, for it may not be released.
    private Uni<Response> onRecord(Caller caller, SearchDefinition type, StoredResource resource) {
        var request = resource.question(Action.READ, type.resourceType());
        return access.decide(caller, List.of(request)).chain(decisions -> {
            var shown = respond(type, resource.shownBy(decisions.getFirst()), Submitted.Outcome.EXISTING);
            if (decisions.getFirst().isAllowed() && !withholding.concerns(caller)) {
                var entry = AuditEntry.read(type.resourceType(), resource.id(), resource.patientId());
                return audit.record(caller, List.of(entry)).replaceWith(shown);
            }
            return Uni.createFrom()
                    .item(Response.fromResponse(shown).entity(null).build());
        });
    }

    private static Response respond(SearchDefinition type, StoredResource resource, Submitted.Outcome outcome) {
        return outcome == Submitted.Outcome.CREATED
                ? FhirResponses.created(type.resourceType(), resource)
                : FhirResponses.stored(type.resourceType(), resource);
    }

    /// `If-None-Exist` holds the query, with or without the question mark.
    private static String queryOf(String header) {
        return header.startsWith("?") ? header.substring(1) : header;
    }
}
