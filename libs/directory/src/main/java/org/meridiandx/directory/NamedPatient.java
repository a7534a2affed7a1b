package org.meridiandx.directory;

import java.util.Optional;
import org.meridiandx.contracts.api.v1.FindPatientResponse;

/// A patient as people outside the region's software are told of one.
///
/// @param familyName may be empty
/// @param givenNames with spaces between; may be empty
public record NamedPatient(Demographics demographics, String familyName, String givenNames) {
    static Optional<NamedPatient> of(FindPatientResponse response) {
        return Demographics.of(response)
                .map(known -> new NamedPatient(known, response.getFamilyName(), response.getGivenNames()));
    }

    @Override
    public String toString() {
        return "NamedPatient[]";
    }
}
