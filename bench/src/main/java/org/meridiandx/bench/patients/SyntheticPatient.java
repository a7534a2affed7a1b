package org.meridiandx.bench.patients;

import java.time.LocalDate;

/// A patient who never was.
///
/// @param id `Patient.id`
/// @param nhsNumber ten digits that pass modulus 11, from numbers that are given to nobody
/// @param practice ODS code that no practice has
public record SyntheticPatient(
        String id,
        String nhsNumber,
        String family,
        String given,
        LocalDate birthDate,
        String gender,
        String postcode,
        String practice) {

    /// The resource as identity-service serves it.
    String json() {
        return "{\"resourceType\":\"Patient\",\"id\":\"" + id
                + "\",\"meta\":{\"versionId\":\"1\",\"lastUpdated\":\"" + SyntheticPatients.WRITTEN_AT
                + "\",\"profile\":[\"https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient\"]}," + elements();
    }

    /// The resource without what the server adds.
    String ownJson() {
        return "{\"resourceType\":\"Patient\"," + elements();
    }

    private String elements() {
        return "\"identifier\":[{\"extension\":[{\"url\":"
                + "\"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus\","
                + "\"valueCodeableConcept\":{\"coding\":[{\"system\":"
                + "\"https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus\",\"code\":"
                + "\"number-present-and-verified\"}]}}],\"system\":\"" + SyntheticPatients.NHS_NUMBER
                + "\",\"value\":\"" + nhsNumber + "\"}],\"name\":[{\"use\":\"official\",\"family\":\"" + family
                + "\",\"given\":[\"" + given + "\"]}],\"gender\":\"" + gender + "\",\"birthDate\":\"" + birthDate
                + "\",\"address\":[{\"use\":\"home\",\"line\":[\"1 Nowhere Street\"],\"city\":\"Nowhere\","
                + "\"postalCode\":\"" + postcode + "\"}],\"managingOrganization\":{\"identifier\":{\"system\":"
                + "\"https://fhir.nhs.uk/Id/ods-organization-code\",\"value\":\"" + practice + "\"}}}";
    }
}
