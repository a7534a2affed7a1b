package org.meridiandx.identity.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.IdentityTestResource.SOUTH;
import static org.meridiandx.identity.region.Region.createPatient;
import static org.meridiandx.identity.region.Region.freshNhsNumber;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.audit.ServedEvents;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.Region;
import org.meridiandx.identity.relationships.RelationshipService;
import org.meridiandx.identity.relationships.Stay;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.identity.SigningKey;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.region.RegionTestResource;

/// People of another region, with a token that it addressed to this one: decided here, written down
/// here.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class OtherRegionCallersIT {
    private static final String PERSON = SOUTH + "/fhir/R4/Practitioner/gp-1";

    @Inject
    Facts facts;

    @Inject
    RelationshipService relationships;

    @Test
    void shouldShowARecordOnTheGroundsOfThisRegionAndWriteDownWhoLooked() {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Norris");
        var stranger = createPatient(freshNhsNumber(), "Oakes");
        facts.change(connection -> relationships.admitted(connection, new Stay(patientId, "Y90099", "S1")));
        var request = UUID.randomUUID().toString();

        // When
        var shown = asSouth().header("X-Request-ID", request).get("/fhir/R4/Patient/" + patientId);
        var refused = asSouth().get("/fhir/R4/Patient/" + stranger);

        // Then
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(refused.statusCode()).isEqualTo(403);
        var event = ServedEvents.newest(Map.of("transaction", request, "subtype", "read"));
        event.setRootPath("entry[0].resource");
        assertThat(event.getString("agent.find { it.who.type == 'Organization' }.who.identifier.value"))
                .isEqualTo("Y90099");
        assertThat(event.getString("agent.find { it.who.reference == '" + PERSON + "' }.role[0].text"))
                .isEqualTo("clinician");
        assertThat(event.getString("agent.find { it.who.type == 'Device' }.altId"))
                .isEqualTo("south:gp");
    }

    @Test
    void shouldLetThemWriteNothingAndRunNothing() {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Piper");
        facts.change(connection -> relationships.admitted(connection, new Stay(patientId, "Y90099", "S2")));

        // When
        var written = asSouth()
                .header("X-Request-ID", UUID.randomUUID().toString())
                .contentType("application/fhir+json")
                .body(Region.patient(freshNhsNumber(), "QUILL", "1980-02-01"))
                .post("/fhir/R4/Patient");
        var registered = asSouth()
                .contentType("application/json")
                .body("{\"client_name\":\"x\"}")
                .post("/oauth2/register");
        var audited = asSouth().get("/fhir/R4/AuditEvent?patient=" + patientId);

        // Then
        assertThat(written.statusCode()).isEqualTo(403);
        assertThat(registered.statusCode()).isEqualTo(403);
        assertThat(audited.statusCode()).isEqualTo(403);
    }

    @Test
    void shouldOpenARecordInAnEmergencyByTheRulesOfThisRegion() {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Rudd");
        var before = asSouth().get("/fhir/R4/Patient/" + patientId).statusCode();

        // When
        var opened = asSouth()
                .header("X-Request-ID", UUID.randomUUID().toString())
                .contentType("application/fhir+json")
                .body("{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"reason\","
                        + "\"valueString\":\"Unconscious in resuscitation\"}]}")
                .post("/fhir/R4/Patient/" + patientId + "/$break-glass");
        var after = Region.eventually(() -> asSouth().get("/fhir/R4/Patient/" + patientId), 200);
        var told = Region.as("auditor").get("/fhir/R4/Patient/" + patientId + "/$disclosure-notices");

        // Then
        assertThat(before).isEqualTo(403);
        assertThat(opened.statusCode()).as(opened.asString()).isEqualTo(200);
        assertThat(after.statusCode()).isEqualTo(200);
        assertThat(told.asString()).contains(PERSON);
    }

    private static RequestSpecification asSouth() {
        var token = Tokens.of(Persona.GP)
                .key(SigningKey.of("south", "south-1"))
                .claim("iss", SOUTH)
                .claim("region", "south")
                .claim("purpose", "direct-care")
                .organisation("Y90099")
                .scope("system/*.cruds clients")
                .expiresIn(Duration.ofSeconds(55))
                .sign();
        return given().header("Authorization", "Bearer " + token);
    }
}
