package org.meridiandx.access.addresses;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemMappers;

/// Answers 400 to an address with control characters, alike in every service: before a token is
/// looked at, so that nothing of it reaches SQL or the audit.
class AddressFilter {
    private final CurrentVertxRequest connection;

    AddressFilter(CurrentVertxRequest connection) {
        this.connection = connection;
    }

    @ServerRequestFilter(preMatching = true)
    public @Nullable Response refuseControlCharacters(UriInfo address) {
        var sent = connection.getCurrent().request().uri();
        if (PlainText.isPlain(sent)) {
            return null;
        }
        var refusal = PlainText.parameterToBlame(sent)
                .map(name -> Problem.of(
                        ProblemCode.INVALID_PARAMETER, "Parameter " + name + " holds a control character.", name))
                .orElseGet(() -> Problem.of(
                        ProblemCode.BAD_REQUEST,
                        "The address holds a control character (%00 to %1F, %7F to %9F). No id has one."));
        return ProblemMappers.answer(List.of(refusal), address.getPath());
    }
}
