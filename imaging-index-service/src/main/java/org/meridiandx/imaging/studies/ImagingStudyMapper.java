package org.meridiandx.imaging.studies;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.fhir.SecurityLabels;

/// Writes the FHIR ImagingStudy of a study. See `docs/mapping/imaging-study.md`.
///
/// **Source:** FHIR R4 ImagingStudy; the identifier profile of the NHS England imaging guide.
final class ImagingStudyMapper {
    static final String PROFILE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-ImagingStudy";
    private static final String CONNECTION_TYPE = "http://terminology.hl7.org/CodeSystem/endpoint-connection-type";
    private static final String PAYLOAD_TYPE = "http://terminology.hl7.org/CodeSystem/endpoint-payload-type";

    private final String baseUrl;

    ImagingStudyMapper(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    byte[] map(Study study, List<SeriesSummary> series) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("resourceType", "ImagingStudy");
        json.put("id", study.id());
        var meta = json.putObject("meta");
        meta.put("versionId", String.valueOf(study.version()));
        meta.put("lastUpdated", DateTimeFormatter.ISO_INSTANT.format(study.lastUpdated()));
        meta.putArray("profile").add(PROFILE);
        security(meta, study);
        contained(json, study);
        identifiers(json.putArray("identifier"), study);
        json.put("status", "available");
        modalities(json, study);
        subject(json, study);
        started(json, study);
        basedOn(json, study);
        referrer(json, study);
        json.putArray("endpoint").addObject().put("reference", "#wado");
        json.put("numberOfSeries", study.seriesCount()); // count of rows
        json.put("numberOfInstances", study.instanceCount()); // count of rows
        description(json, study);
        series(json, series);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void security(ObjectNode meta, Study study) {
        // ImagingStudy.meta.security <- ServiceRequest.meta.security of its order
        if (!study.ownership().labels().isEmpty()) {
            var security = meta.putArray("security");
            study.ownership().labels().stream()
                    .sorted(Comparator.comparing(SecurityLabels.Label::toString))
                    .forEach(label -> coding(security.addObject(), label));
        }
    }

    private static void coding(ObjectNode coding, SecurityLabels.Label label) {
        if (!label.system().isEmpty()) {
            coding.put("system", label.system());
        }
        coding.put("code", label.code());
    }

    /// The way to the images: this region's DICOMweb.
    private void contained(ObjectNode json, Study study) {
        var endpoint = json.putArray("contained").addObject();
        endpoint.put("resourceType", "Endpoint");
        endpoint.put("id", "wado");
        endpoint.put("status", "active");
        endpoint.putObject("connectionType").put("system", CONNECTION_TYPE).put("code", "dicom-wado-rs");
        endpoint.putObject("managingOrganization")
                .putObject("identifier")
                .put("system", IdentifierSystems.ODS_ORGANISATION)
                .put("value", study.ownership().custodian());
        endpoint.putArray("payloadType")
                .addObject()
                .putArray("coding")
                .addObject()
                .put("system", PAYLOAD_TYPE)
                .put("code", "any");
        endpoint.putArray("payloadMimeType").add("application/dicom");
        endpoint.put("address", baseUrl + "/dicom-web");
    }

    private static void identifiers(ArrayNode identifiers, Study study) {
        // ImagingStudy.identifier <- (0020,000D) Study Instance UID
        identifiers
                .addObject()
                .put("use", "official")
                .put("system", IdentifierSystems.STUDY_UID)
                .put("value", "urn:oid:" + study.attributes().studyUid());
        var accession = study.attributes().accessionNumber();
        if (accession.isEmpty()) {
            return;
        }
        // ImagingStudy.identifier <- (0008,0050) Accession Number, (0008,0051) its issuer
        var assigner = assignerOf(study);
        var identifier = identifiers.addObject();
        identifier.put("use", "usual");
        identifier
                .putObject("type")
                .putArray("coding")
                .addObject()
                .put("system", IdentifierSystems.IDENTIFIER_TYPE)
                .put("code", IdentifierSystems.TYPE_ACCESSION);
        OdsCode.parse(assigner).ifPresent(ods -> identifier.put("system", IdentifierSystems.local(ods, "accession")));
        identifier.put("value", accession);
        identifier
                .putObject("assigner")
                .putObject("identifier")
                .put("system", IdentifierSystems.ODS_ORGANISATION)
                .put("value", assigner);
    }

    /// Who gave the accession number: its issuer where that is an ODS code, else the custodian.
    static String assignerOf(Study study) {
        return OdsCode.parse(study.attributes().accessionIssuer())
                .map(OdsCode::value)
                .orElse(study.ownership().custodian());
    }

    private static void modalities(ObjectNode json, Study study) {
        // ImagingStudy.modality <- (0008,0060) Modality of the series
        if (!study.modalities().isEmpty()) {
            var modalities = json.putArray("modality");
            study.modalities().forEach(code -> modality(modalities.addObject(), code));
        }
    }

    private static void modality(ObjectNode coding, String code) {
        coding.put("system", IdentifierSystems.MODALITY).put("code", code);
    }

    private static void subject(ObjectNode json, Study study) {
        // ImagingStudy.subject <- the matched patient; its name and birth date are not repeated here
        var subject = json.putObject("subject");
        subject.put("type", "Patient");
        if (!study.ownership().isMatched()) {
            subject.put("display", "not matched to a patient yet");
            return;
        }
        subject.put("reference", "Patient/" + study.ownership().patientId());
        if (!study.ownership().nhsNumber().isEmpty()) {
            subject.putObject("identifier")
                    .put("system", IdentifierSystems.NHS_NUMBER)
                    .put("value", study.ownership().nhsNumber());
        }
    }

    private static void started(ObjectNode json, Study study) {
        // ImagingStudy.started <- (0008,0020) Study Date, (0008,0030) Study Time, (0008,0201) offset from UTC
        study.attributes()
                .startedAt()
                .ifPresent(time -> json.put("started", DateTimeFormatter.ISO_INSTANT.format(time)));
    }

    private static void basedOn(ObjectNode json, Study study) {
        // ImagingStudy.basedOn <- the order with this accession number
        if (!study.ownership().orderId().isEmpty()) {
            json.putArray("basedOn")
                    .addObject()
                    .put("reference", "ServiceRequest/" + study.ownership().orderId());
        }
    }

    private static void referrer(ObjectNode json, Study study) {
        // ImagingStudy.referrer <- (0008,0090) Referring Physician's Name
        if (!study.attributes().referrer().isEmpty()) {
            json.putObject("referrer").put("display", nameOf(study.attributes().referrer()));
        }
    }

    private static void description(ObjectNode json, Study study) {
        // ImagingStudy.description <- (0008,1030) Study Description
        if (!study.attributes().description().isEmpty()) {
            json.put("description", study.attributes().description());
        }
    }

    private static void series(ObjectNode json, List<SeriesSummary> summaries) {
        if (summaries.isEmpty()) {
            return;
        }
        var all = json.putArray("series");
        for (var summary : summaries) {
            var series = all.addObject();
            series.put("uid", summary.seriesUid()); // series.uid <- (0020,000E) Series Instance UID
            summary.number() // series.number <- (0020,0011) Series Number
                    .filter(number -> number >= 0)
                    .ifPresent(number -> series.put("number", number));
            // series.modality <- (0008,0060) Modality; OT where the image names none, because FHIR requires one
            modality(series.putObject("modality"), summary.modality().isEmpty() ? "OT" : summary.modality());
            if (!summary.description().isEmpty()) { // series.description <- (0008,103E) Series Description
                series.put("description", summary.description());
            }
            series.put("numberOfInstances", summary.instanceCount());
            series.putArray("endpoint").addObject().put("reference", "#wado");
            if (!summary.bodyPart().isEmpty()) { // series.bodySite <- (0018,0015) Body Part Examined
                series.putObject("bodySite").put("display", summary.bodyPart());
            }
            // series.started <- (0008,0021) Series Date, (0008,0031) Series Time
            summary.startedAt().ifPresent(time -> series.put("started", DateTimeFormatter.ISO_INSTANT.format(time)));
        }
    }

    /// `FAMILY^GIVEN^MIDDLE^PREFIX^SUFFIX` as people write it.
    private static String nameOf(String personName) {
        var first = personName.split("=", 2)[0];
        var parts = first.split("\\^", -1);
        var given = parts.length > 1 ? parts[1] : "";
        var prefix = parts.length > 3 ? parts[3] : "";
        return (prefix + " " + given + " " + parts[0]).strip().replaceAll(" +", " ");
    }
}
