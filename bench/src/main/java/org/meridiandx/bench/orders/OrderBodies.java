package org.meridiandx.bench.orders;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import org.meridiandx.bench.patients.SyntheticPatient;

/// What partners send: an order as FHIR and as HL7 v2, and a CDS Hooks call.
final class OrderBodies {

    /// The system of the numbers that FHIR orders come with.
    static final String PLACER_SYSTEM = "urn:bench:orders";

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);
    private static final String ORDER = """
            {"resourceType":"ServiceRequest","status":"active","intent":"order","priority":"routine",
             "identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"PLAC"}]},
               "system":"%s","value":"%s"}],
             "requisition":{"system":"urn:bench:sets","value":"%s"},
             "category":[{"coding":[{"system":"http://snomed.info/sct","code":"108252007","display":"Laboratory procedure"}]}],
             "code":{"coding":[{"system":"http://snomed.info/sct","code":"26604007","display":"Complete blood count"}]},
             "subject":{"reference":"Patient/%s"},"authoredOn":"2026-11-20T09:00:00Z",
             "requester":{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"RX901"}},
             "performer":[{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"RX902"}}],
             "reasonCode":[{"text":"Tired for six weeks"}],
             "note":[{"text":"Fasting since the evening before"}]}
            """;
    private static final String OML = """
            MSH|^~\\&|EPR|RX901|LIMS|RX902|%1$s||OML^O21^OML_O21|%2$s|P|2.5.1
            PID|1||%3$s^^^NHS^NH||%4$s^%5$s||%6$s|%7$s
            ORC|NW|%2$s^RX901|||||||%1$s|||C7700456^ASHDOWN^Tom^^^Dr^^^GMC|||||||||ST ALDHELM'S HOSPITAL^^RX901^^^ODS
            OBR|1|%2$s^RX901||26604007^Full blood count^SCT|||%1$s|||||||||C7700456^ASHDOWN^Tom^^^Dr^^^GMC
            NTE|1||Fasting
            DG1|1||D64.9^Anaemia^I10
            SPM|1|%2$s&RX901||119297000^Blood specimen^SCT|||||||||||||%1$s
            """;
    private static final String ORM = """
            MSH|^~\\&|EPR|RX901|RIS|RX903|%1$s||ORM^O01|%2$s|P|2.4
            PID|1||%3$s^^^NHS^NH||%4$s^%5$s||%6$s|%7$s
            PV1|1|O|OPD^^^RX901
            ORC|NW|%2$s^RX901||||||^^^%1$s^^R|%1$s|||C7700456^ASHDOWN^Tom^^^Dr^^^GMC||||||ST ALDHELM'S HOSPITAL^^RX901^^^ODS
            OBR|1|%2$s^RX901||399208008^Plain chest X-ray^SCT||||||||Cough for four weeks||||C7700456^ASHDOWN^Tom^^^Dr^^^GMC
            NTE|1||Walks unaided.
            """;
    private static final String HOOK = """
            {"hook":"order-sign","hookInstance":"%s","fhirServer":"https://ehr.example/fhir",
             "prefetch":{"patient":{"resourceType":"Patient","id":"ehr-1","birthDate":"%s","gender":"%s"%s}},
             "context":{"userId":"Practitioner/7","patientId":"ehr-1",
              "draftOrders":{"resourceType":"Bundle","type":"collection","entry":[{"resource":
               {"resourceType":"ServiceRequest","id":"draft-1","status":"draft","intent":"plan",
                "code":{"coding":[{"system":"http://snomed.info/sct","code":"572091000119106"}]},
                "subject":{"reference":"Patient/ehr-1"},
                "reasonCode":[{"coding":[{"system":"http://snomed.info/sct","code":"279039007"}]}]}}]}}}
            """;
    private static final String NHS_NUMBER =
            ",\"identifier\":[{\"system\":\"https://fhir.nhs.uk/Id/nhs-number\",\"value\":\"%s\"}]";

    private OrderBodies() {}

    static String order(String placer, SyntheticPatient patient) {
        return ORDER.formatted(PLACER_SYSTEM, placer, "S-" + placer, patient.id());
    }

    static byte[] oml(String placer, SyntheticPatient patient) {
        return message(OML, placer, patient);
    }

    static byte[] orm(String placer, SyntheticPatient patient) {
        return message(ORM, placer, patient);
    }

    private static byte[] message(String text, String placer, SyntheticPatient patient) {
        return text.formatted(
                        LocalDateTime.now().format(TIMESTAMP),
                        placer,
                        patient.nhsNumber(),
                        patient.family().toUpperCase(Locale.ROOT),
                        patient.given(),
                        patient.birthDate().toString().replace("-", ""),
                        patient.gender().equals("female") ? "F" : "M")
                .replace('\n', '\r')
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /// A CT of the lumbar spine for plain low back pain, about to be signed.
    ///
    /// @param isKnown whether the EHR says who it is for, so that the region's record is looked at
    static String hook(SyntheticPatient patient, boolean isKnown) {
        return HOOK.formatted(
                UUID.randomUUID(),
                patient.birthDate(),
                patient.gender(),
                isKnown ? NHS_NUMBER.formatted(patient.nhsNumber()) : "");
    }
}
