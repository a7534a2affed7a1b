package org.meridiandx.identity.patients;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.ext.Provider;

/// Some clients write the dollar sign of an operation as `%24`: the same address by RFC 3986 to most
/// who read it, but not to the router.
@Provider
@PreMatching
public class DollarFilter implements ContainerRequestFilter {
    private static final String ENCODED = "/%24";

    @Override
    public void filter(ContainerRequestContext request) {
        var address = request.getUriInfo().getRequestUri();
        var path = address.getRawPath();
        if (path != null && path.startsWith("/fhir/R4/Patient") && path.contains(ENCODED)) {
            request.setRequestUri(UriBuilder.fromUri(address)
                    .replacePath(path.replace(ENCODED, "/$"))
                    .build());
        }
    }
}
