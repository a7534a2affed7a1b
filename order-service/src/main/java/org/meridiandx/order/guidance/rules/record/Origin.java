package org.meridiandx.order.guidance.rules.record;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where a fact of the record comes from.
///
/// @param resourceType of FHIR: `Patient`, `Observation` or `ImagingStudy`
/// @param ids of the resources that it rests on, the latest first; none where it rests on there
///     being none
/// @param at when the latest was measured or done
/// @param age of that, at the time of asking
/// @param organisation ODS code of who measured or keeps it; empty where it is not told
/// @param note what a reader has to know of the value, such as that it is an estimate; may be empty
public record Origin(
        String resourceType,
        List<String> ids,
        Optional<Instant> at,
        Optional<Duration> age,
        String organisation,
        String note) {
    public Origin {
        ids = List.copyOf(ids);
    }

    /// Of the patient's own record.
    public static Origin patient(String patientId) {
        return new Origin("Patient", List.of(patientId), Optional.empty(), Optional.empty(), "", "");
    }

    /// As FHIR refers to one of [#ids]: what the request itself contains begins with `#`.
    public String referenceTo(String id) {
        return id.startsWith("#") ? id : resourceType + "/" + id;
    }

    @Override
    public String toString() {
        return "Origin[" + resourceType + "]";
    }
}
