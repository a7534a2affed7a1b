package org.meridiandx.access;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.Nullable;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Lets no request past without a verified token, unless its path is public.
public class AuthenticationFilter {
    private static final String BEARER = "Bearer ";
    private final TokenVerifier verifier;
    private final CurrentCaller current;
    private final List<String> publicPaths;

    AuthenticationFilter(
            TokenVerifier verifier,
            CurrentCaller current,
            @ConfigProperty(name = "meridian.access.public-paths") List<String> publicPaths) {
        this.verifier = verifier;
        this.current = current;
        this.publicPaths = List.copyOf(publicPaths);
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    public Uni<Response> authenticate(ContainerRequestContext request) {
        if (isPublic(request.getUriInfo().getPath())) {
            return Uni.createFrom().nullItem();
        }
        return verifier.verify(tokenOf(request.getHeaderString(HttpHeaders.AUTHORIZATION)))
                .invoke(current::set)
                .map(caller -> null);
    }

    private boolean isPublic(String path) {
        var normal = path.startsWith("/") ? path : "/" + path;
        return publicPaths.stream().anyMatch(open -> normal.equals(open) || normal.startsWith(open + "/"));
    }

    private static String tokenOf(@Nullable String header) {
        if (header == null) {
            throw ProblemException.of(
                    ProblemCode.UNAUTHENTICATED,
                    "The Authorization header is missing. Get a token at /oauth2/token and send it as Bearer token.");
        }
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length()) || header.length() == BEARER.length()) {
            throw ProblemException.of(
                    ProblemCode.UNAUTHENTICATED, "The Authorization header is not of the form: Bearer <token>.");
        }
        return header.substring(BEARER.length()).trim();
    }
}
