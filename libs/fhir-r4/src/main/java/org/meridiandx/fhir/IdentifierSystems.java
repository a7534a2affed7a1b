package org.meridiandx.fhir;

/// The identifier and code systems that England uses, spelt exactly.
///
/// **Source:** UK Core (June 2025), NHS England imaging and pathology guides, HL7 terminology.
public final class IdentifierSystems {
    public static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";
    public static final String NHS_NUMBER_STATUS =
            "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus";
    public static final String NHS_NUMBER_STATUS_CODES =
            "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland";
    public static final String ODS_ORGANISATION = "https://fhir.nhs.uk/Id/ods-organization-code";
    public static final String ODS_SITE = "https://fhir.nhs.uk/Id/ods-site-code";
    public static final String SDS_USER = "https://fhir.nhs.uk/Id/sds-user-id";
    public static final String SDS_ROLE_PROFILE = "https://fhir.nhs.uk/Id/sds-role-profile-id";
    public static final String TRANSACTION = "https://fhir.nhs.uk/Id/transaction";

    public static final String IDENTIFIER_TYPE = "http://terminology.hl7.org/CodeSystem/v2-0203";
    public static final String TYPE_MRN = "MR";
    public static final String TYPE_ACCESSION = "ACSN";
    public static final String TYPE_PLACER = "PLAC";
    public static final String TYPE_FILLER = "FILL";

    public static final String STUDY_UID = "urn:dicom:uid";
    public static final String MODALITY = "http://dicom.nema.org/resources/ontology/DCM";
    public static final String SNOMED = "http://snomed.info/sct";
    public static final String NICIP = "https://nicip.nhs.uk";
    public static final String LOINC = "http://loinc.org";
    public static final String UCUM = "http://unitsofmeasure.org";
    public static final String DIAGNOSTIC_SERVICE = "http://terminology.hl7.org/CodeSystem/v2-0074";
    public static final String CATEGORY_LAB = "LAB";
    public static final String CATEGORY_IMAGING = "RAD";
    public static final String REPORT_CODE = "721981007";

    private IdentifierSystems() {}

    /// The system for an organisation's own numbers, where it has registered none: one per
    /// organisation and kind.
    ///
    /// @param kind `placer`, `filler`, `accession` or `mrn`
    public static String local(OdsCode organisation, String kind) {
        return "urn:meridian:" + organisation.value().toLowerCase(java.util.Locale.ROOT) + ":" + kind;
    }
}
