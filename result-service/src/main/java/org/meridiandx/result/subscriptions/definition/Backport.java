package org.meridiandx.result.subscriptions.definition;

/// Names of the Subscriptions R5 Backport. **Source:** STU 1.1, R4 profiles and extensions.
public final class Backport {
    private static final String BASE = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";
    public static final String SUBSCRIPTION = BASE + "backport-subscription";
    public static final String STATUS = BASE + "backport-subscription-status-r4";
    public static final String NOTIFICATION = BASE + "backport-subscription-notification-r4";
    static final String FILTER = BASE + "backport-filter-criteria";
    static final String CONTENT = BASE + "backport-payload-content";
    static final String HEARTBEAT = BASE + "backport-heartbeat-period";
    static final String TIMEOUT = BASE + "backport-timeout";
    static final String MAX_COUNT = BASE + "backport-max-count";
    /// By which the key of the signature is shown, once.
    static final String SECRET = "urn:meridian:extension:subscription-secret";

    private Backport() {}
}
