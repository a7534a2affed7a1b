package org.meridiandx.access;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemMappers;

/// Writes down each request that a known caller was refused (403) and that nobody has written down
/// yet: for want of a scope or a role, wherever in a service that was found.
class RefusedRequestFilter {
    private final CurrentCaller current;
    private final RefusalTrail trail;

    RefusedRequestFilter(CurrentCaller current, RefusalTrail trail) {
        this.current = current;
        this.trail = trail;
    }

    @ServerResponseFilter
    public @Nullable Uni<Void> leaveTrace(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() != 403 || DeniedTraces.isLeft()) {
            return null;
        }
        var caller = current.find();
        if (caller.isEmpty()) {
            return null;
        }
        var problem = request.getProperty(ProblemMappers.PROBLEM);
        var reason = problem == null ? ProblemCode.ACCESS_DENIED.slug() : problem.toString();
        var refused =
                RefusedRequest.of(request.getMethod(), request.getUriInfo().getPath());
        return trail.record(caller.get(), refused.denied(reason));
    }
}
