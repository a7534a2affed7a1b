package org.meridiandx.order.cdshooks.calls;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The hooks that are answered, one service each, named like it.
///
/// **Source:** CDS Hooks 2.0, hook library.
public enum Hook {
    ORDER_SELECT(
            "order-select",
            "Scan choice while ordering",
            "Rates the imaging examination that is being chosen, advises the one that suits best, and asks what is missing."),
    ORDER_SIGN(
            "order-sign",
            "Scan choice before signing",
            "Rates the imaging requests that are about to be signed, with what speaks against them and what they lack."),
    PATIENT_VIEW(
            "patient-view",
            "Open requests",
            "Shows in short which requests of this patient are open, so that nothing is asked for twice.");

    /// Read by all services: who the patient is.
    static final String PATIENT_KEY = "patient";

    private static final Map<String, String> PREFETCH = prefetchTemplates();

    private final String id;
    private final String title;
    private final String description;

    Hook(String id, String title, String description) {
        this.id = id;
        this.title = title;
        this.description = description;
    }

    private static Map<String, String> prefetchTemplates() {
        var templates = new LinkedHashMap<String, String>();
        templates.put(PATIENT_KEY, "Patient/{{context.patientId}}");
        return Map.copyOf(templates);
    }

    public static Optional<Hook> ofService(String id) {
        return Arrays.stream(values()).filter(hook -> hook.id.equals(id)).findFirst();
    }

    /// Both the hook and the id of the service that answers it.
    public String id() {
        return id;
    }

    public String title() {
        return title;
    }

    public String description() {
        return description;
    }

    /// What an EHR is asked to send along, by key.
    public Map<String, String> prefetch() {
        return PREFETCH;
    }

    public boolean isAboutOrders() {
        return this != PATIENT_VIEW;
    }
}
