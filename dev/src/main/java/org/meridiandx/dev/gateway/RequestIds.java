package org.meridiandx.dev.gateway;

import io.vertx.core.http.HttpServerRequest;
import java.util.UUID;
import java.util.regex.Pattern;

/// The two ids that follow a request through the region and back to the caller.
///
/// **Source:** NHS England API conventions: `X-Request-ID` is a UUID, `X-Correlation-ID` any short printable text.
///
/// @param request the value of `X-Request-ID`
/// @param correlation the value of `X-Correlation-ID`
/// @param valid whether what the caller sent could be used
record RequestIds(String request, String correlation, boolean valid) {

    static final String REQUEST_HEADER = "X-Request-ID";
    static final String CORRELATION_HEADER = "X-Correlation-ID";

    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]{1,100}");

    /// Takes the ids from the headers and makes those that are absent or unusable.
    static RequestIds of(HttpServerRequest request) {
        String given = request.getHeader(REQUEST_HEADER);
        String correlation = request.getHeader(CORRELATION_HEADER);
        boolean requestFits = given == null || UUID_FORM.matcher(given).matches();
        boolean correlationFits =
                correlation == null || PRINTABLE.matcher(correlation).matches();
        return new RequestIds(
                given == null || !requestFits ? UUID.randomUUID().toString() : given,
                correlation == null || !correlationFits ? UUID.randomUUID().toString() : correlation,
                requestFits && correlationFits);
    }
}
