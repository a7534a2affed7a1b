package org.meridiandx.order.guidance.form;

import java.util.Optional;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/// Whom a question is about.
public final class AskedPatient {
    private AskedPatient() {}

    /// **Hazard:** the patient of another server who has the id of one of ours. So only a relative
    /// reference counts.
    ///
    /// @return Patient.id; empty where it is no reference to a patient of this region by id
    public static Optional<String> idOf(@Nullable Type value) {
        if (!(value instanceof Reference reference)) {
            return Optional.empty();
        }
        var target = reference.getReferenceElement();
        return "Patient".equals(target.getResourceType()) && target.hasIdPart() && !target.hasBaseUrl()
                ? Optional.of(target.getIdPart())
                : Optional.empty();
    }
}
