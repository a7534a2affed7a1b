package org.meridiandx.order.prefill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.RegionFixture.PATIENT;
import static org.meridiandx.order.RegionFixture.sending;

import com.google.protobuf.ByteString;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.api.v1.PatientDetail;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.outbox.RegionEvents;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.region.RegionTestResource;

/// Name, address and practice of a draft, each with who said it and how long ago.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class PrefilledPersonIT {
    private static final String ASKED = """
            {"resourceType":"Parameters","parameter":[
             {"name":"patient","valueReference":{"reference":"Patient/patient-1"}}]}""";
    private static final String PATH = "/fhir/R4/ServiceRequest/$prepare";
    private static final String NAME = """
            "name":[{"use":"old","family":"Before"},{"use":"official","family":"Thorpe","given":["Ann"]}]""";
    private static final String ADDRESS = """
            "address":[{"use":"old","line":["1 Old Road"]},{"use":"home","line":["4 Mill Lane"],"postalCode":"ZZ99 9AA"}]""";

    /// Of one's own: what is allowed about somebody is remembered for a while.
    private static final String SOMEBODY = "patient-seen-masked";

    private static final String STREET = "4 Mill Lane";

    IdentityStandIn identity;

    @BeforeEach
    void knowWhereThePatientLives() {
        RegionFixture.knowOnePatient(identity);
        say(PATIENT, "name", NAME, 700);
        say(PATIENT, "address", ADDRESS, 30);
        say(PATIENT, "practice", """
                "generalPractitioner":[{"reference":"#gp","identifier":{
                 "system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"Y90001"},"display":"Mill Practice"}]""", 90);
    }

    private void say(String id, String group, String elements, long daysAgo) {
        identity.patients()
                .detail(
                        id,
                        PatientDetail.newBuilder()
                                .setGroup(group)
                                .setPatient(ByteString.copyFromUtf8("{\"resourceType\":\"Patient\"," + elements + "}"))
                                .setSource("X26")
                                .setSaidAt(RegionEvents.timestampOf(Instant.now()
                                        .minus(Duration.ofDays(daysAgo))
                                        .minusSeconds(60)))
                                .build());
    }

    private static Response prepare(String persona) {
        return sending(persona, ASKED).post(PATH);
    }

    private static String value(Response answer, String name, String part) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.jsonPath()
                .getString("parameter.findAll { it.name == 'value' }.find { it.part[0].valueCode == '" + name
                        + "' }?.part?.find { it.name == '" + part + "' }?.find { it.key.startsWith('value') }?.value");
    }

    @Test
    void shouldGiveNameAddressAndPracticeWithWhoSaidThemAndWhen() {
        // When
        var answer = prepare("gp");

        // Then
        assertThat(value(answer, "name", "value")).contains("Thorpe", "Ann");
        assertThat(value(answer, "name", "age")).contains("700");
        assertThat(value(answer, "address", "value")).contains(STREET, "ZZ99 9AA");
        assertThat(value(answer, "address", "age")).contains("30");
        assertThat(value(answer, "address", "organisation")).isEqualTo("X26");
        assertThat(value(answer, "practice", "value")).contains("Y90001", "Mill Practice");
        assertThat(value(answer, "practice", "reference")).contains("Patient/patient-1");
        assertThat(answer.asString()).doesNotContain("Before", "1 Old Road", "#gp");
    }

    @Test
    void shouldNotTellWhereARestrictedPatientIs() {
        // Given
        identity.patients().restrict(PATIENT);

        // When
        var answer = prepare("gp");

        // Then
        assertThat(value(answer, "name", "state")).isEqualTo("known");
        assertThat(value(answer, "address", "state")).isEqualTo("masked");
        assertThat(value(answer, "practice", "state")).isEqualTo("masked");
        assertThat(answer.asString()).doesNotContain(STREET, "ZZ99", "Mill Practice");
    }

    /// Of this caller the decision says so, not the patient's own restriction.
    @Test
    void shouldNotTellWhereAPatientIsToWhomTheyAreShownMasked() {
        // Given
        identity.patients().add(SOMEBODY, "9990000050", "1980-01-01");
        say(SOMEBODY, "name", NAME, 700);
        say(SOMEBODY, "address", ADDRESS, 30);
        identity.access().mask(Persona.GP.organisation(), SOMEBODY);

        // When
        var answer = sending("gp", ASKED.replace(PATIENT, SOMEBODY)).post(PATH);

        // Then
        assertThat(value(answer, "name", "value")).contains("Thorpe");
        assertThat(value(answer, "address", "state")).isEqualTo("masked");
        assertThat(answer.asString()).doesNotContain(STREET, "ZZ99", "Mill Practice");
    }

    @Test
    void shouldTellNothingKnownFromNothingAsked() {
        // Given
        identity.patients().reset();
        identity.patients().add(PATIENT, RegionFixture.NHS_NUMBER, "1980-01-01");

        // When
        var answer = prepare("gp");

        // Then
        assertThat(value(answer, "name", "state")).isEqualTo("unknown");
        assertThat(value(answer, "address", "state")).isEqualTo("unknown");
    }

    @Test
    void shouldTellAStrangerNothing() {
        // When
        var answer = prepare("stranger");

        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.asString()).doesNotContain("Thorpe", STREET);
    }
}
