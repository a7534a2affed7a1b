package org.meridiandx.access;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.meridiandx.problem.ProblemException;

/// Lets no request past without a verified token, unless its path is public. A token that was
/// refused, or none at all, leaves a trace.
class AuthenticationFilter {
    private static final String EXACTLY = "=";
    private final ShownProofs proofs;
    private final CurrentCaller current;
    private final Refusals refusals;
    private final List<String> publicPaths;
    private final Set<String> exactPaths;

    AuthenticationFilter(
            ShownProofs proofs,
            CurrentCaller current,
            Refusals refusals,
            @ConfigProperty(name = "meridian.access.public-paths") List<String> publicPaths) {
        this.proofs = proofs;
        this.current = current;
        this.refusals = refusals;
        this.publicPaths =
                publicPaths.stream().filter(path -> !path.startsWith(EXACTLY)).toList();
        this.exactPaths = publicPaths.stream()
                .filter(path -> path.startsWith(EXACTLY))
                .map(path -> path.substring(EXACTLY.length()))
                .collect(Collectors.toUnmodifiableSet());
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    public Uni<Response> authenticate(ContainerRequestContext request) {
        if (isPublic(pathOf(request))) {
            return Uni.createFrom().nullItem();
        }
        return caller(request).invoke(current::set).map(caller -> null);
    }

    private Uni<Caller> caller(ContainerRequestContext request) {
        try {
            var shown = Authorization.parse(request.getHeaders().get(HttpHeaders.AUTHORIZATION));
            return Uni.createFrom()
                    .deferred(() -> proofs.caller(shown, request))
                    .onFailure(ProblemException.class)
                    .recoverWithUni(refusal -> refusals.ofToken((ProblemException) refusal));
        } catch (ProblemException noToken) {
            return refusals.ofHeader(noToken);
        }
    }

    static String pathOf(ContainerRequestContext request) {
        var path = request.getUriInfo().getPath();
        return path.startsWith("/") ? path : "/" + path;
    }

    /// A path of the settings stands for all below it too, but where `=` goes before it.
    private boolean isPublic(String path) {
        for (var open : publicPaths) {
            if (path.startsWith(open) && (path.length() == open.length() || path.charAt(open.length()) == '/')) {
                return true;
            }
        }
        return exactPaths.contains(path);
    }
}
