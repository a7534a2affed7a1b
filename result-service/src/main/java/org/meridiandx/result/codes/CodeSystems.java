package org.meridiandx.result.codes;

import java.util.List;

/// Which code systems are a sender's own, and which all the world knows.
///
/// **Source:** FHIR R4 terminologies-systems; UK Core. A system of neither kind is one of its
/// owner, by its own address.
final class CodeSystems {
    /// What the codes of a sender are called here that gives no system.
    static final String LOCAL = "urn:meridian:";

    private static final List<String> OF_THE_WORLD = List.of(
            "http://snomed.info/",
            "http://loinc.org",
            "http://unitsofmeasure.org",
            "http://terminology.hl7.org/",
            "http://hl7.org/fhir",
            "http://dicom.nema.org/",
            "http://read.info/",
            "http://id.who.int/",
            "http://fhir.nhs.net/",
            "https://fhir.nhs.uk/",
            "https://fhir.hl7.org.uk/",
            "https://www.datadictionary.nhs.uk/",
            "https://dmd.nhs.uk",
            "urn:ietf:",
            "urn:iso:");

    private CodeSystems() {}

    static boolean isOfTheWorld(String system) {
        return OF_THE_WORLD.stream().anyMatch(system::startsWith);
    }
}
