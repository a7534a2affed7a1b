package org.meridiandx.telemetry;

import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.MDC;

/// The ids that tie one call's traces, logs, events and audit entries together.
///
/// They live in the logging context (MDC), which follows the Vert.x context through a reactive chain.
/// **Source:** NHS England API conventions: `X-Request-ID` names one request and is sent again on a retry,
/// `X-Correlation-ID` names the whole business transaction.
public final class CorrelationIds {
    public static final String REQUEST_HEADER = "X-Request-ID";
    public static final String CORRELATION_HEADER = "X-Correlation-ID";
    static final String REQUEST_KEY = "requestId";
    static final String CORRELATION_KEY = "correlationId";
    private static final int MAX_LENGTH = 100;

    private CorrelationIds() {}

    /// The correlation id of the call or message being worked on; a new one where none was given.
    public static String current() {
        var value = MDC.get(CORRELATION_KEY);
        return value == null ? begin(Optional.empty()) : value.toString();
    }

    /// The request id of the call being worked on.
    public static Optional<String> currentRequest() {
        return Optional.ofNullable(MDC.get(REQUEST_KEY)).map(Object::toString);
    }

    /// Starts a unit of work that did not come over HTTP (an HL7 message, an event).
    ///
    /// @param given the id that came with it, if any
    /// @return the id in force
    public static String begin(Optional<String> given) {
        var id = given.filter(CorrelationIds::isPrintable)
                .orElseGet(() -> UUID.randomUUID().toString());
        MDC.put(CORRELATION_KEY, id);
        return id;
    }

    static void beginRequest(String requestId, String correlationId) {
        MDC.put(REQUEST_KEY, requestId);
        MDC.put(CORRELATION_KEY, correlationId);
    }

    static boolean isPrintable(String id) {
        for (var at = 0; at < id.length(); at++) {
            if (id.charAt(at) <= ' ' || id.charAt(at) > '~') {
                return false;
            }
        }
        return !id.isEmpty() && id.length() <= MAX_LENGTH;
    }
}
