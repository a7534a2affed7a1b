package org.meridiandx.order.justification;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.access.Caller;
import org.meridiandx.order.guidance.Assessed;
import org.meridiandx.order.guidance.rules.Completeness;
import org.meridiandx.order.guidance.rules.facts.Truth;
import org.meridiandx.order.guidance.rules.record.Seal;

/// What was known of a request for imaging when it came.
///
/// @param caller who sent it
/// @param unchecked of the patient's record, in words
/// @param seals of the records that facts rest on, by reference
record Considered(
        Caller caller, ImagingRequest.Said said, Assessed assessed, List<String> unchecked, Map<String, Seal> seals) {
    private static final String KEY = Considered.class.getName();

    Considered {
        unchecked = List.copyOf(unchecked);
        seals = Map.copyOf(seals);
    }

    /// Goes with the request until it is written.
    void attachTo(ServiceRequest request) {
        request.setUserData(KEY, this);
    }

    static Optional<Considered> of(ServiceRequest request) {
        return request.getUserData(KEY) instanceof Considered considered ? Optional.of(considered) : Optional.empty();
    }

    Completeness completeness() {
        return assessed.completeness();
    }

    /// What nobody can justify an exposure without, where it is certain that it is one.
    List<Completeness.Missing> missing() {
        return completeness().ionising() == Truth.TRUE ? completeness().missing() : List.of();
    }

    /// Of what uses no ionising radiation nothing is kept.
    boolean isExposure() {
        return completeness().ionising() != Truth.FALSE;
    }

    @Override
    public String toString() {
        return "Considered[redacted]";
    }
}
