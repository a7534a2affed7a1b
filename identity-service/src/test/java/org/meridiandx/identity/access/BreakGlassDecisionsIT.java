package org.meridiandx.identity.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.meridiandx.identity.access.Decisions.report;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.createPatient;
import static org.meridiandx.identity.region.Region.freshNhsNumber;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.identity.region.MovedClock;
import org.meridiandx.testkit.identity.Persona;
import org.meridiandx.testkit.region.RegionTestResource;

/// An emergency opens a record to one person for a while, and is told.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class BreakGlassDecisionsIT {
    private Decisions decisions;

    @BeforeEach
    void connect() {
        decisions = new Decisions();
    }

    @AfterEach
    void putBack() {
        decisions.close();
        MovedClock.reset();
    }

    @Test
    void shouldOpenARecordInAnEmergencyToOnePersonForFourHoursAndTellOfIt() {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Quill");
        var before = decisions.ask(Persona.STRANGER, report(patientId));

        // When
        var refused =
                breakGlass("lab", patientId, "Unconscious in resuscitation").statusCode();
        var tooShort = breakGlass("stranger", patientId, "because").statusCode();
        breakGlass("stranger", patientId, "Unconscious in resuscitation").then().statusCode(200);
        var opened = decisions.ask(Persona.STRANGER, report(patientId));
        var colleague = decisions.askColleagueOf(Persona.STRANGER, report(patientId));
        var sealed = decisions.ask(Persona.STRANGER, report(patientId).addLabels("PSY"));
        var locked = decisions.ask(Persona.STRANGER, report(patientId).addLabels("V"));
        var write = decisions.ask(Persona.STRANGER, report(patientId).setAction("u"));
        as("auditor")
                .get("/fhir/R4/Patient/" + patientId + "/$disclosure-notices")
                .then()
                .statusCode(200)
                .body(
                        "parameter[0].part.find { it.name == 'reason' }.valueString",
                        equalTo("Unconscious in resuscitation"));
        as("auditor")
                .get("/fhir/R4/Patient/$disclosure-notices")
                .then()
                .statusCode(200)
                .body(
                        "parameter.part.flatten().findAll { it.name == 'patient' }.valueReference.reference",
                        hasItem("Patient/" + patientId));
        as("gp").get("/fhir/R4/Patient/" + patientId + "/$disclosure-notices")
                .then()
                .statusCode(403);
        MovedClock.move(Duration.ofMinutes(241));
        var expired = decisions.ask(Persona.STRANGER, report(patientId));

        // Then
        assertThat(before.getReason()).isEqualTo("no-relationship");
        assertThat(refused).isEqualTo(403);
        assertThat(tooShort).isEqualTo(400);
        assertThat(opened.getReason()).isEqualTo("break-glass");
        assertThat(opened.getObligationsList()).containsExactly("notify");
        assertThat(sealed.getReason()).isEqualTo("break-glass");
        assertThat(locked.getReason()).isEqualTo("sealed");
        assertThat(write.getAllowed()).isFalse();
        assertThat(colleague.getAllowed()).isFalse();
        assertThat(expired.getReason()).isEqualTo("no-relationship");
    }

    @Test
    void shouldKeepTheReasonOutOfTheEntriesThatPatientsRead() throws InterruptedException {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Reeve");

        // When
        breakGlass("stranger", patientId, "Unconscious in resuscitation").then().statusCode(200);

        // Then
        var entries = entriesOf(patientId);
        for (var tries = 0; tries < 100 && !entries.contains("outcomeDesc"); tries++) {
            Thread.sleep(200);
            entries = entriesOf(patientId);
        }
        assertThat(entries).contains("\"outcomeDesc\":\"break-glass\"").doesNotContain("resuscitation");
    }

    private static String entriesOf(String patientId) {
        return as("auditor")
                .get("/fhir/R4/AuditEvent?subtype=break-glass&patient=" + patientId)
                .asString();
    }

    private static Response breakGlass(String who, String patientId, String reason) {
        return as(who).header("X-Request-ID", UUID.randomUUID().toString())
                .contentType("application/fhir+json")
                .body("""
                        {"resourceType":"Parameters","parameter":[{"name":"reason","valueString":"%s"}]}""".formatted(reason))
                .post("/fhir/R4/Patient/" + patientId + "/$break-glass");
    }
}
