package org.meridiandx.result.reports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.region.RegionTestResource;

/// Every declared parameter finds what it should and nothing else, and pages lose and repeat
/// nothing.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class SearchIT {
    private static final String PATIENT = "patient-search";
    private static final String NHS_NUMBER = "9990000123";
    private static final String PAGED_PATIENT = "patient-pages";
    private static final String PAGED_NHS_NUMBER = "9990000204";
    private static final String NHS = "https://fhir.nhs.uk/Id/nhs-number%7C";
    IdentityStandIn identity;

    @Inject
    MllpPort mllp;

    @BeforeEach
    void fileOneReport() throws IOException {
        identity.reset();
        identity.patients().add(PATIENT, NHS_NUMBER, "1970-01-01");
        identity.patients().add(PAGED_PATIENT, PAGED_NHS_NUMBER, "1970-01-01");
        identity.orders()
                .add(
                        OrderRef.newBuilder()
                                .setOrderId("order-search")
                                .setPlacerNumber("SEARCH-P")
                                .build(),
                        PATIENT,
                        "active");
        send(
                "SEARCH",
                "OBR|1|SEARCH-P^RX901|SEARCH-F^RX902|FBC^Full blood count^L|||20261120093000|||||||||||||||20261121080000||HM|F",
                "OBX|1|NM|HGB^Haemoglobin^L^718-7^Hemoglobin^LN||118|g/L|130-170|L|||F|||20261120094500",
                "SPM|1|SPC-1&RX901^SPC-2&RX902||BLD^Blood^L|||||||||||||20261120091500");
    }

    @ParameterizedTest(name = "{0} {1} finds, {2} does not")
    @CsvSource({
        "DiagnosticReport,patient=patient-search,patient=patient-nobody",
        "DiagnosticReport,subject=Patient/patient-search,subject=Patient/patient-nobody",
        "DiagnosticReport,patient:identifier=NHS9990000123,patient:identifier=NHS9990000131",
        "DiagnosticReport,identifier=urn:meridian:rx902:filler%7CSEARCH-F,identifier=urn:meridian:rx901:filler%7CSEARCH-F",
        "DiagnosticReport,based-on=ServiceRequest/order-search,based-on=order-nobody",
        "DiagnosticReport,category=HM,category=RAD",
        "DiagnosticReport,code=urn:meridian:rx902:codes%7CFBC,code=http://loinc.org%7CFBC",
        "DiagnosticReport,status=final,status=preliminary",
        "DiagnosticReport,date=2026-11-20,date=2026-11-21",
        "DiagnosticReport,date=ge2026-11-20T09:30:00Z,date=gt2026-11-20T09:30:00Z",
        "DiagnosticReport,issued=lt2026-11-22,issued=lt2026-11-21",
        "DiagnosticReport,performer=RX902,performer=RX901",
        "Observation,patient=patient-search,patient=patient-nobody",
        "Observation,subject=patient-search,subject=patient-nobody",
        "Observation,patient:identifier=NHS9990000123,patient:identifier=NHS9990000131",
        "Observation,based-on=order-search,based-on=order-nobody",
        "Observation,category=laboratory,category=imaging",
        "Observation,code=http://loinc.org%7C718-7,code=http://loinc.org%7C718-8",
        "Observation,code=nothing%2CHGB,code=nothing",
        "Observation,status=final,status=cancelled",
        "Observation,date=2026-11,date=2026-10",
        "Specimen,patient=patient-search,patient=patient-nobody",
        "Specimen,subject=patient-search,subject=patient-nobody",
        "Specimen,patient:identifier=NHS9990000123,patient:identifier=NHS9990000131",
        "Specimen,identifier=urn:meridian:rx901:specimen%7CSPC-1,identifier=SPC-9",
        "Specimen,accession=urn:meridian:rx902:specimen%7CSPC-2,accession=SPC-9",
        "Specimen,type=BLD,type=URN",
        "Specimen,status=available,status=unsatisfactory",
        "Specimen,collected=2026-11-20,collected=2026-11-19",
    })
    void shouldFindByEachParameterAndOnlyThen(String type, String hit, String miss) {
        // Given
        var ours = idsOf(Region.found("loader", type + "?patient=" + PATIENT + "&_lastUpdated=ge2020"));

        // When
        var found = idsOf(Region.found("loader", type + "?_count=200&" + hit.replace("=NHS", "=" + NHS)));
        var missed = idsOf(Region.found("loader", type + "?_count=200&" + miss.replace("=NHS", "=" + NHS)));

        // Then
        assertThat(ours).isNotEmpty();
        assertThat(found).containsAll(ours);
        assertThat(missed).doesNotContainAnyElementsOf(ours);
    }

    @Test
    void shouldHoldEveryConditionOfARepeatedParameter() {
        // Given
        var both = "Observation?patient=" + PATIENT + "&date=ge2026-11-20&date=lt2026-11-21";
        var none = "Observation?patient=" + PATIENT + "&date=ge2026-11-20&date=lt2026-11-20";

        // When
        var found = Region.found("gp", both).getInt("total");
        var missed = Region.found("gp", none).getInt("total");

        // Then
        assertThat(found).isEqualTo(1);
        assertThat(missed).isZero();
    }

    @Test
    void shouldFindTheLinesOfASpecimen() {
        // Given
        var specimen = Region.found("gp", "Specimen?patient=" + PATIENT).getString("entry[0].resource.id");

        // When
        var found = Region.found("gp", "Observation?specimen=Specimen/" + specimen);

        // Then
        assertThat(found.getString("entry[0].resource.code.coding[1].code")).isEqualTo("718-7");
    }

    @Test
    void shouldTakeParametersOfFormAndAddressTogether() {
        // Given
        var form = given().header("Authorization", "Bearer " + Tokens.persona("gp"))
                .contentType("application/x-www-form-urlencoded")
                .formParam("code", "HGB");

        // When
        var found = form.post("/fhir/R4/Observation/_search?patient=" + PATIENT).jsonPath();

        // Then
        assertThat(found.getInt("total")).isEqualTo(1);
    }

    @Test
    void shouldNeitherRepeatNorLoseAReportWhilePagesAreTurnedAndMoreCome() throws IOException {
        // Given
        for (var i = 0; i < 7; i++) {
            sendFor(
                    PAGED_NHS_NUMBER,
                    "PAGE" + i,
                    "OBR|1|PGP" + i + "|PGF" + i + "|X^X^L|||20261120||||||||||||||||||F");
        }
        var before = idsOf(Region.found("gp", "DiagnosticReport?patient=" + PAGED_PATIENT));
        var seen = new ArrayList<String>();
        var page = Region.found("gp", "DiagnosticReport?patient=" + PAGED_PATIENT + "&_count=3");

        // When
        for (var turn = 0; turn < 10; turn++) {
            seen.addAll(idsOf(page));
            sendFor(
                    PAGED_NHS_NUMBER,
                    "LATE" + turn,
                    "OBR|1|LTP" + turn + "|LTF" + turn + "|X^X^L|||20261120||||||||||||||||||F");
            var next = next(page);
            if (next.isEmpty()) {
                break;
            }
            page = Region.found("gp", next.substring(next.indexOf("DiagnosticReport")));
        }

        // Then
        assertThat(seen).doesNotHaveDuplicates().containsExactlyElementsOf(before);
    }

    @ParameterizedTest
    @CsvSource({"Observation,code=HGB", "DiagnosticReport,category=HM", "Specimen,type=BLD"})
    void shouldTellAStrangerNothingByTotalOrLink(String type, String condition) throws IOException {
        // Given
        for (var i = 0; i < 3; i++) {
            sendFor(
                    PAGED_NHS_NUMBER,
                    "HIDDEN" + i,
                    "OBR|1|HIDDEN-P" + i + "|HIDDEN-F" + i + "|FBC^^L|||20261120|||||||||||||||||HM|F",
                    "OBX|1|NM|HGB^^L||118|g/L|||||F",
                    "SPM|1|HIDDEN-S" + i + "||BLD^Blood^L|||||||||||||20261120091500");
        }
        var about = type + "?_count=1&" + condition + "&patient:identifier=" + NHS;

        // When
        var known = Region.found("stranger", about + PAGED_NHS_NUMBER);
        var unknown = Region.found("stranger", about + "9990000131");

        // Then
        assertThat(idsOf(Region.found("gp", about + PAGED_NHS_NUMBER))).hasSize(1);
        assertThat(next(Region.found("gp", about + PAGED_NHS_NUMBER))).isNotEmpty();
        for (var answer : List.of(known, unknown)) {
            assertThat(idsOf(answer)).isEmpty();
            assertThat(next(answer)).isEmpty();
            assertThat(answer.getInt("total")).isZero();
        }
    }

    @Test
    void shouldShowTheSameRowsInBothDirections() {
        // Given
        var newestFirst = idsOf(Region.found("gp", "Observation?patient=" + PATIENT + "&_count=200"));

        // When
        var oldestFirst =
                idsOf(Region.found("gp", "Observation?patient=" + PATIENT + "&_sort=_lastUpdated&_count=200"));

        // Then
        assertThat(oldestFirst.reversed()).isEqualTo(newestFirst);
    }

    @Test
    void shouldShowAPatientOnlyTheirOwn() throws IOException {
        // Given a normal value, which patients are shown at once
        var patient = "patient-search-own";
        identity.patients().add(patient, "9990000506", "1970-01-01");
        sendFor(
                "9990000506",
                "SEARCHOWN",
                "OBR|1|SEARCH-OP^RX901|SEARCH-OF^RX902|FBC^Full blood count^L|||20261120093000|||||||||||||||20261121080000||HM|F",
                "OBX|1|NM|PLT^Platelets^L||250|10*9/L|150-400|N|||F");
        var own = Tokens.of(org.meridiandx.testkit.identity.Persona.PATIENT)
                .patient(patient)
                .sign();

        // When
        var mine = given().header("Authorization", "Bearer " + own).get("/fhir/R4/Observation?patient=" + patient);
        var others = given().header("Authorization", "Bearer " + own).get("/fhir/R4/Observation?patient=patient-1");
        var all = given().header("Authorization", "Bearer " + own).get("/fhir/R4/Observation?_count=200");

        // Then
        assertThat(mine.statusCode()).isEqualTo(200);
        assertThat(others.statusCode()).isEqualTo(403);
        List<String> subjects = all.jsonPath().getList("entry.resource.subject.reference");
        assertThat(new HashSet<>(subjects)).containsExactly("Patient/" + patient);
    }

    private void send(String control, String... segments) throws IOException {
        sendFor(NHS_NUMBER, control, segments);
    }

    private void sendFor(String nhsNumber, String control, String... segments) throws IOException {
        var reply = Region.send(mllp.number(), Samples.message(control, nhsNumber, segments));
        assertThat(reply.code()).as(reply.reason()).isEqualTo("AA");
    }

    private static List<String> idsOf(JsonPath bundle) {
        List<String> ids = bundle.getList("entry.resource.id");
        return ids == null ? List.of() : ids;
    }

    private static String next(JsonPath bundle) {
        return Stream.iterate(0, i -> i + 1)
                .limit(bundle.getList("link").size())
                .filter(i -> "next".equals(bundle.getString("link[" + i + "].relation")))
                .map(i -> bundle.getString("link[" + i + "].url"))
                .findFirst()
                .orElse("");
    }
}
