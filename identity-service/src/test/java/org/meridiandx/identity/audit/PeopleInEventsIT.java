package org.meridiandx.identity.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.region.Browser;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.region.RegionTestResource;

/// Who a person is stands in what the auditor is served: organisation, user, role profile, device.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class PeopleInEventsIT {
    private static final String SCOPE = "openid fhirUser launch/patient patient/*.rs";
    private String patientId = "";

    @BeforeEach
    void makeSamplePatient() {
        patientId = Browser.samplePatient();
    }

    @Test
    void shouldNameAMemberOfStaffTheirRoleProfileAndTheirApp() {
        // Given
        var browser = new Browser();
        var page = browser.signIn(browser.authorize(browser.request(SCOPE)), "staff", "hospital-doctor");
        var picker = browser.submit(page, "/oauth2/authorize/role", Map.of("role", "0002000"));
        var consent = browser.submit(picker, "/oauth2/authorize/patient", Map.of("nhs_number", "999 000 1006"));
        String token = browser.redeem(Browser.parameter(browser.allow(consent), "code"))
                .path("access_token");

        // When
        var event = eventOfRead(token);

        // Then
        assertThat(event.getString("agent.find { it.who.type == 'Organization' }.who.identifier.value"))
                .isEqualTo("RX901");
        var user = "agent.find { it.who.reference == 'Practitioner/910000000002' }";
        assertThat(event.getString(user + ".who.display")).isNotBlank();
        assertThat(event.getString(user + ".role[0].text")).isEqualTo("clinician");
        assertThat(event.getString("agent.find { it.who.type == 'PractitionerRole' }.who.identifier.value"))
                .isEqualTo("0002000");
        assertThat(event.getString("agent.find { it.who.type == 'Device' }.altId"))
                .isEqualTo("smart-app");
    }

    @Test
    void shouldNameAPatientByReferenceOnly() {
        // Given
        var browser = new Browser();
        var back = browser.launch(browser.request(SCOPE), "patient", "patient");
        String token = browser.redeem(Browser.parameter(back, "code")).path("access_token");

        // When
        var event = eventOfRead(token);

        // Then
        var user = "agent.find { it.who.reference == 'Patient/" + patientId + "' }";
        assertThat(event.getString(user + ".role[0].text")).isEqualTo("patient");
        assertThat(event.getString(user + ".who.display")).isNull();
        assertThat(event.getString("agent.find { it.who.type == 'Device' }.altId"))
                .isEqualTo("smart-app");
    }

    private JsonPath eventOfRead(String token) {
        var request = UUID.randomUUID().toString();
        given().header("Authorization", "Bearer " + token)
                .header("X-Request-ID", request)
                .get("/fhir/R4/Patient/" + patientId)
                .then()
                .statusCode(200);
        var found = ServedEvents.newest(Map.of("transaction", request, "subtype", "read"));
        found.setRootPath("entry[0].resource");
        return found;
    }
}
