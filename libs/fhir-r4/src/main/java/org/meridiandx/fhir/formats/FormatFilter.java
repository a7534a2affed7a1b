package org.meridiandx.fhir.formats;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemMappers;

/// Answers 406 and 415 on FHIR paths before an address is looked for, alike in every service.
class FormatFilter {
    /// A Binary is given as what it holds. **Source:** FHIR R4 Binary, content negotiation.
    private static final String BINARY = "fhir/R4/Binary/";

    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    @ServerRequestFilter(preMatching = true)
    public @Nullable Response refuseOtherFormats(ContainerRequestContext request) {
        var path = request.getUriInfo().getPath();
        if (!path.startsWith("/fhir/") && !path.startsWith("fhir/")) {
            return null;
        }
        if (path.startsWith(BINARY) || path.startsWith("/" + BINARY)) {
            return null;
        }
        return refusal(request)
                .map(problem -> ProblemMappers.answer(List.of(problem), path))
                .orElse(null);
    }

    private static Optional<Problem> refusal(ContainerRequestContext request) {
        var headers = request.getHeaders();
        var formats = request.getUriInfo().getQueryParameters().getOrDefault("_format", List.of());
        var contentType = headers.getFirst(HttpHeaders.CONTENT_TYPE);
        return JsonOnly.refuseAnswer(formats, headers.getOrDefault(HttpHeaders.ACCEPT, List.of()))
                .or(() -> contentType != null && WITH_BODY.contains(request.getMethod())
                        ? JsonOnly.refuseBody(contentType)
                        : Optional.empty());
    }
}
