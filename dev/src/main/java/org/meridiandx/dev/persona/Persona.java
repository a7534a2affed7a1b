package org.meridiandx.dev.persona;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A person or system of the sample region that can get a token.
///
/// Names and organisations are fictional.
public enum Persona {
    GP("gp", "Dr Asha Verma", Organisation.SURGERY, "clinician", "Practitioner/gp-1", Scopes.CLINICIAN),
    HOSPITAL_DOCTOR(
            "hospital-doctor",
            "Dr Tom Ashdown",
            Organisation.HOSPITAL,
            "clinician",
            "Practitioner/hospital-doctor-1",
            Scopes.CLINICIAN + " system/Patient.cu"),
    RADIOLOGIST(
            "radiologist",
            "Dr Miriam Okafor",
            Organisation.HOSPITAL,
            "radiologist",
            "Practitioner/radiologist-1",
            Scopes.CLINICIAN + " system/Patient.u system/DiagnosticReport.cu system/Observation.c system/Task.u"),
    LAB(
            "lab",
            "Pathology network LIMS",
            Organisation.LABORATORY,
            "laboratory",
            null,
            "system/Patient.rs system/ServiceRequest.rus system/Task.rus system/DiagnosticReport.crus"
                    + " system/Observation.crus system/Specimen.crus system/PlanDefinition.su"),
    PACS(
            "pacs",
            "Diagnostic centre PACS",
            Organisation.DIAGNOSTIC_CENTRE,
            "archive",
            null,
            "system/Patient.rs system/ServiceRequest.rs system/Task.rs system/ImagingStudy.crus"),
    PATIENT("patient", "A patient's app", Organisation.SURGERY, "patient", null, "patient/*.rs patient/Patient.u"),
    STRANGER(
            "stranger",
            "Dr Noel Farrow",
            Organisation.STRANGERS_CLINIC,
            "clinician",
            "Practitioner/stranger-1",
            Scopes.CLINICIAN),
    OUTSIDER(
            "outsider",
            "Dr Ines Calloway",
            Organisation.OUTSIDE_CLINIC,
            "clinician",
            "Practitioner/outsider-1",
            Scopes.CLINICIAN),
    LOADER("loader", "Sample data loader", Organisation.HOSPITAL, "loader", null, "system/*.cruds"),
    AUDITOR("auditor", "Information governance", Organisation.HOSPITAL, "auditor", null, "system/AuditEvent.rs"),
    DEVELOPER(
            "developer",
            "Larkfield's app developer",
            Organisation.SURGERY,
            "developer",
            null,
            "system/Organization.rs"),
    OPERATOR(
            "operator",
            "Region operations",
            Organisation.HOSPITAL,
            "operator",
            null,
            "system/Organization.rs system/Patient.rsu system/MeasureReport.s system/ActivityDefinition.crus");

    /// NHS number of the patient behind the persona `patient`, synthetic like all of them.
    public static final String PATIENT_NHS_NUMBER = "9990001006";

    private final String clientId;
    private final String title;
    private final Organisation organisation;
    private final String role;
    private final Optional<String> fhirUser;
    private final String scopes;

    Persona(
            String clientId,
            String title,
            Organisation organisation,
            String role,
            @Nullable String fhirUser,
            String scopes) {
        this.clientId = clientId;
        this.title = title;
        this.organisation = organisation;
        this.role = role;
        this.fhirUser = Optional.ofNullable(fhirUser);
        this.scopes = scopes;
    }

    /// Finds a persona by what people type.
    ///
    /// @throws IllegalArgumentException naming all that exist
    public static Persona named(String clientId) {
        return offered()
                .filter(persona -> persona.clientId.equals(clientId))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("There is no persona '" + clientId + "'. Choose one of: "
                                + offered().map(Persona::clientId).collect(Collectors.joining(", "))));
    }

    /// Those that a person at the keyboard can be. Not the outsider: an order in its name would
    /// give it a relationship with the patient (ADR 011), and the journey shows with it that who
    /// has none learns nothing.
    private static Stream<Persona> offered() {
        return Arrays.stream(values()).filter(persona -> persona != OUTSIDER);
    }

    /// OAuth client id, and what people type.
    public String clientId() {
        return clientId;
    }

    /// What a person reads.
    public String title() {
        return title;
    }

    /// Who they work for.
    public Organisation organisation() {
        return organisation;
    }

    /// One of the roles that identity-service knows: clinician, laboratory, developer and so on.
    public String role() {
        return role;
    }

    /// Reference to the person, where the persona is one.
    public Optional<String> fhirUser() {
        return fhirUser;
    }

    /// NHS number, where the persona is a patient.
    public Optional<String> patientNhsNumber() {
        return this == PATIENT ? Optional.of(PATIENT_NHS_NUMBER) : Optional.empty();
    }

    /// SMART v2 scopes, separated by spaces.
    public String scopes() {
        return scopes;
    }

    /// An organisation of the sample region, on a code of the shape that ODS gives but never gave.
    public enum Organisation {
        SURGERY("Y90001", "Larkfield Surgery", "gp-practice"),
        HOSPITAL("RX901", "St Aldhelm's Hospital", "hospital"),
        LABORATORY("RX902", "Wessex Vale Pathology Network", "laboratory"),
        DIAGNOSTIC_CENTRE("RX903", "Harbourside Community Diagnostic Centre", "cdc"),
        STRANGERS_CLINIC("Y90099", "Far Moor Clinic", "gp-practice"),
        OUTSIDE_CLINIC("Y90098", "Nether Dale Clinic", "gp-practice");

        private final String ods;
        private final String title;
        private final String type;

        Organisation(String ods, String title, String type) {
            this.ods = ods;
            this.title = title;
            this.type = type;
        }

        /// ODS code.
        public String ods() {
            return ods;
        }

        /// Name.
        public String title() {
            return title;
        }

        /// gp-practice, hospital, laboratory or cdc.
        public String type() {
            return type;
        }
    }

    private static final class Scopes {
        private static final String CLINICIAN = "system/Patient.rs system/Organization.rs system/ServiceRequest.cruds"
                + " system/Task.rs system/DiagnosticReport.rus system/Observation.rs system/Specimen.rs"
                + " system/ImagingStudy.rs system/Consent.crus system/Subscription.cruds"
                + " system/PlanDefinition.su";
    }
}
