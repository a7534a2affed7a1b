package org.meridiandx.bench.results;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.meridiandx.bench.patients.SyntheticPatient;

/// What laboratories send: a result as HL7 v2, an Observation, and a transaction Bundle. All of
/// it was measured long before what is searched for: what a run adds takes no place on a page.
final class ResultBodies {

    /// The system of the numbers that FHIR results come with.
    static final String SYSTEM = "urn:bench:results";

    /// Resources in a Bundle: a report, its lines, its specimen.
    static final int BUNDLE_SIZE = 10;

    /// Haemoglobin, as the HL7 v2 message codes it.
    static final String ANALYTE = "718-7";

    private static final int BUNDLE_LINES = BUNDLE_SIZE - 2;
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);
    private static final String ORU = """
        MSH|^~\\&|LIMS|RX902|MERIDIAN|NORTH|%1$s||ORU^R01^ORU_R01|%2$s|P|2.5.1|||NE|AL|GBR|UNICODE UTF-8
        PID|1||%3$s^^^NHS^NH||%4$s^%5$s^^^^^L||%6$s|%7$s
        PV1|1|O|^^^RX901
        ORC|RE||%2$s^RX902||CM||||%1$s||||||||||||ST ALDHELM'S HOSPITAL^^RX901^^^ODS
        OBR|1||%2$s^RX902|26604007^Full blood count^SCT^FBC^Full blood count^L|||20150105090000|||||||%1$s||||||||%1$s||HM|F
        OBX|1|NM|HB^Haemoglobin^L^718-7^Hemoglobin^LN||118|g/L|115-165|N|||F|||20150105090000
        OBX|2|NM|WBC^White cell count^L^6690-2^Leukocytes^LN||7.4|10*9/L|4.0-11.0|N|||F|||20150105090000
        OBX|3|NM|PLT^Platelet count^L^777-3^Platelets^LN||262|10*9/L|150-450|N|||F|||20150105090000
        OBX|4|NM|MCV^Mean cell volume^L^787-2^MCV^LN||79.8|fL|80.0-100.0|L|||F|||20150105090000
        SPM|1|S-%2$s&RX902^A-%2$s&RX902||119297000^Blood specimen^SCT|||||||||||||20150105090000|%1$s
        """;
    private static final String COMMON = """
        "identifier":[{"system":"urn:bench:results","value":"%s"}],"subject":{"reference":"Patient/%s"}\
        """;
    private static final String LABORATORY = """
        "performer":[{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"RX902"}}]\
        """;
    private static final String CATEGORY = """
        "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":\
        "laboratory"}]}]\
        """;
    private static final String OBSERVATION = """
        {"resourceType":"Observation",%s,"status":"final",%s,%s,
         "code":{"coding":[{"system":"http://loinc.org","code":"718-7","display":"Hemoglobin"}]},
         "effectiveDateTime":"2015-01-05T09:00:00Z",
         "valueQuantity":{"value":118,"unit":"g/L","system":"http://unitsofmeasure.org","code":"g/L"},
         "referenceRange":[{"low":{"value":115,"unit":"g/L"},"high":{"value":165,"unit":"g/L"}}]}
        """;
    private static final String REPORT = """
        {"resourceType":"DiagnosticReport",%s,"status":"final",%s,
         "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0074","code":"LAB"}]}],
         "code":{"coding":[{"system":"http://snomed.info/sct","code":"26604007","display":"Full blood count"}]},
         "effectiveDateTime":"2015-01-05T09:00:00Z","issued":"%s",
         "result":[%s],"specimen":[{"reference":"urn:uuid:%s"}]}
        """;
    private static final String SPECIMEN = """
        {"resourceType":"Specimen",%s,
         "type":{"coding":[{"system":"http://snomed.info/sct","code":"119297000","display":"Blood specimen"}]},
         "receivedTime":"2015-01-05T11:00:00Z"}
        """;
    private static final String ENTRY = """
        {"fullUrl":"urn:uuid:%s","resource":%s,"request":{"method":"POST","url":"%s"}}\
        """;

    private ResultBodies() {}

    /// A full blood count; its control id is its filler number.
    static byte[] oru(String filler, SyntheticPatient patient) {
        return ORU.formatted(
                        LocalDateTime.now().format(TIMESTAMP),
                        filler,
                        patient.nhsNumber(),
                        patient.family(),
                        patient.given(),
                        patient.birthDate().toString().replace("-", ""),
                        patient.gender().equals("female") ? "F" : "M")
                .replace('\n', '\r')
                .getBytes(StandardCharsets.UTF_8);
    }

    static String observation(String number, SyntheticPatient patient) {
        return OBSERVATION.formatted(COMMON.formatted(number, patient.id()), LABORATORY, CATEGORY);
    }

    /// A transaction: a report, eight lines, a specimen. The report has the number, the others
    /// theirs after it.
    static String bundle(String number, SyntheticPatient patient) {
        var entries = new StringBuilder();
        var lines = new StringBuilder();
        for (int i = 0; i < BUNDLE_LINES; i++) {
            lines.append(i == 0 ? "" : ",")
                    .append("{\"reference\":\"urn:uuid:")
                    .append(uuid(i))
                    .append("\"}");
            entries.append(',').append(ENTRY.formatted(uuid(i), observation(number + "-" + i, patient), "Observation"));
        }
        String specimen = SPECIMEN.formatted(COMMON.formatted(number + "-S", patient.id()));
        String report = REPORT.formatted(
                COMMON.formatted(number, patient.id()),
                LABORATORY,
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                lines,
                uuid(BUNDLE_LINES));
        return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
                + ENTRY.formatted(uuid(BUNDLE_SIZE), report, "DiagnosticReport") + entries + ","
                + ENTRY.formatted(uuid(BUNDLE_LINES), specimen, "Specimen") + "]}";
    }

    /// Of an entry: one Bundle's are not another's.
    private static String uuid(int number) {
        return "00000000-0000-4000-8000-%012d".formatted(number);
    }
}
