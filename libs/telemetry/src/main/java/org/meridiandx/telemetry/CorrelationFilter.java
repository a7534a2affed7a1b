package org.meridiandx.telemetry;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/// Takes the request and correlation ids from the headers, and mirrors them in the answer.
public class CorrelationFilter {
    private static final String PROPERTY = CorrelationFilter.class.getName();

    @ServerRequestFilter(preMatching = true, priority = 10)
    public void begin(ContainerRequestContext request) {
        var requestId = header(request, CorrelationIds.REQUEST_HEADER)
                .orElseGet(() -> UUID.randomUUID().toString());
        var correlationId = header(request, CorrelationIds.CORRELATION_HEADER).orElse(requestId);
        CorrelationIds.beginRequest(requestId, correlationId);
        request.setProperty(PROPERTY, new String[] {requestId, correlationId});
    }

    @ServerResponseFilter
    public void mirror(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(PROPERTY) instanceof String[] ids) {
            response.getHeaders().putSingle(CorrelationIds.REQUEST_HEADER, ids[0]);
            response.getHeaders().putSingle(CorrelationIds.CORRELATION_HEADER, ids[1]);
        }
    }

    private static Optional<String> header(ContainerRequestContext request, String name) {
        return Optional.ofNullable(request.getHeaderString(name)).filter(CorrelationIds::isPrintable);
    }
}
