package org.meridiandx.identity.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.createPatient;
import static org.meridiandx.identity.region.Region.freshNhsNumber;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.region.Browser;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.MovedClock;
import org.meridiandx.testkit.region.RegionTestResource;

/// Who opens a record in an emergency was asked who they are a short while ago.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class EmergencySignInIT {
    @AfterEach
    void putBack() {
        MovedClock.reset();
    }

    @Test
    void shouldAskForASignInThatIsFreshBeforeAnEmergency() {
        // Given
        var browser = new Browser();
        var launched = browser.launch(browser.request("openid fhirUser user/*.rs offline_access"), "staff", "gp");
        var tokens = browser.redeem(Browser.parameter(launched, "code"));
        var patientId = createPatient(freshNhsNumber(), "Urgent");

        // When
        var fresh = open(tokens.path("access_token"), patientId);
        MovedClock.move(Duration.ofMinutes(16));
        var later = Browser.refresh(tokens.path("refresh_token"));
        var stale = open(later.path("access_token"), patientId);

        // Then
        assertThat(fresh.statusCode()).as(fresh.asString()).isEqualTo(200);
        assertThat(later.statusCode()).isEqualTo(200);
        assertThat(stale.statusCode()).as(stale.asString()).isEqualTo(401);
        assertThat(stale.asString()).contains("auth_time", "max_age=900");
    }

    private static Response open(String token, String patientId) {
        return given().header("Authorization", "Bearer " + token)
                .header("X-Request-ID", UUID.randomUUID().toString())
                .contentType("application/fhir+json")
                .body("""
                        {"resourceType":"Parameters","parameter":[{"name":"reason",
                          "valueString":"unconscious in the resuscitation room"}]}""")
                .post("/fhir/R4/Patient/" + patientId + "/$break-glass");
    }
}
