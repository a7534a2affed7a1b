package org.meridiandx.result.record.summary;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `GET /record/summary?patient=[id]`: the summary as a page, for people.
@Path("/record/summary")
public class SummaryPageResource {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    private final SummaryService service;
    private final CurrentCaller current;

    SummaryPageResource(SummaryService service, CurrentCaller current) {
        this.service = service;
        this.current = current;
    }

    @GET
    @Produces("text/html")
    public Uni<Response> page(@QueryParam("patient") @Nullable String patient) {
        if (patient == null || !ID.matcher(patient).matches()) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER, "Name one patient: ?patient=[Patient.id].", "patient");
        }
        return service.summary(
                        current.get(),
                        patient,
                        summary -> SummaryPage.of(summary).getBytes(StandardCharsets.UTF_8))
                .map(page -> Response.ok(page)
                        .header(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                        .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                        .header("Content-Security-Policy", SummaryPage.policy())
                        .header("X-Content-Type-Options", "nosniff")
                        .header("Referrer-Policy", "no-referrer")
                        .build());
    }
}
