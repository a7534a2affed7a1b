package org.meridiandx.result.reports;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.fhir.SearchDefinition;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.filing.ResourceTree;
import org.meridiandx.result.submission.Submission;
import org.meridiandx.result.submission.SubmissionService;
import org.meridiandx.result.submission.Submitted;
import org.meridiandx.telemetry.CorrelationIds;

/// Creates a single resource: a submission of one.
@ApplicationScoped
public class CreateService {
    private final SubmissionService submissions;
    private final StoredResources stored;

    CreateService(SubmissionService submissions, StoredResources stored) {
        this.submissions = submissions;
        this.stored = stored;
    }

    /// @param type the declaration that the resource is read back by
    /// @param model what the body must be
    @SuppressWarnings("ArrayRecordComponent")
    public record Request(
            SearchDefinition type,
            Class<? extends Resource> model,
            byte[] body,
            @Nullable String contentType,
            @Nullable String ifNoneExist) {

        @Override
        public String toString() {
            return "Request[" + type.resourceType() + "]";
        }
    }

    /// @return 201 with the stored resource, or 200 where it is on record already; fails with 400, 403, 409, 412, 422
    public Uni<Response> create(Caller caller, Request request) {
        FhirResponses.requireJsonBody(request.contentType());
        FhirJson.parse(request.body(), request.model());
        var item = new Submission.Item(
                request.type().resourceType(),
                "",
                ResourceTree.parse(request.body()),
                Optional.ofNullable(request.ifNoneExist()).map(CreateService::queryOf));
        var submission =
                new Submission(caller, List.of(item), Map.of(), requestKey(request.body()), Submission.Kind.CREATE);
        return submissions.submit(submission).chain(done -> answer(request.type(), done.getFirst()));
    }

    /// The request id and the bytes: a retry has no second effect, and two requests under one id are not mistaken.
    public static String requestKey(byte[] body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(body);
            return CorrelationIds.currentRequest().orElse("") + ":"
                    + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    private Uni<Response> answer(SearchDefinition type, Submitted done) {
        return stored.find(type, done.id()).map(found -> {
            var resource = found.orElseThrow(
                    () -> ProblemException.of(ProblemCode.NOT_FOUND, "The resource is on record no more."));
            return respond(type, resource, done.outcome());
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
