package org.meridiandx.identity.capability;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;
import static org.meridiandx.identity.region.Region.createPatient;
import static org.meridiandx.identity.region.Region.freshNhsNumber;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.StrictErrorHandler;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.junit.jupiter.api.Test;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class MetadataIT {
    private static final Map<String, String> SAMPLES = Map.ofEntries(
            Map.entry("Patient.identifier", "https://fhir.nhs.uk/Id/nhs-number|9990000018"),
            Map.entry("Patient.family", "x&birthdate=1980-01-01"),
            Map.entry("Patient.given", "x&family=x&birthdate=1980-01-01"),
            Map.entry("Patient.birthdate", "1980-01-01&family=x"),
            Map.entry("Patient.address-postalcode", "LS11AA&family=x&birthdate=1980-01-01"),
            Map.entry("Patient.gender", "female&family=x&birthdate=1980-01-01"),
            Map.entry("Patient._lastUpdated", "ge2026-01-01&family=x&birthdate=1980-01-01"),
            Map.entry("Patient._id", "x"),
            Map.entry("Consent._lastUpdated", "ge2026-01-01"),
            Map.entry("AuditEvent.date", "ge2026-01-01"),
            Map.entry("AuditEvent._lastUpdated", "ge2026-01-01"),
            Map.entry("Organization._lastUpdated", "ge2026-01-01"),
            Map.entry("Location._lastUpdated", "ge2026-01-01"),
            Map.entry("HealthcareService._lastUpdated", "ge2026-01-01"),
            Map.entry("Endpoint._lastUpdated", "ge2026-01-01"),
            Map.entry("Practitioner._lastUpdated", "ge2026-01-01"),
            Map.entry("PractitionerRole._lastUpdated", "ge2026-01-01"));

    @Test
    void shouldSayWhatTheRegionServes() {
        // Given
        var parser = FhirContext.forR4Cached().newJsonParser().setParserErrorHandler(new StrictErrorHandler());

        // When
        var answer = given().get("/fhir/R4/metadata");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("application/fhir+json");
        var statement = parser.parseResource(CapabilityStatement.class, answer.asString());
        assertThat(statement.getFhirVersion().toCode()).isEqualTo("4.0.1");
        assertThat(statement.getRestFirstRep().getResource())
                .extracting(resource -> resource.getType())
                .containsExactly(
                        "AuditEvent",
                        "Consent",
                        "Endpoint",
                        "HealthcareService",
                        "Location",
                        "Organization",
                        "Patient",
                        "Practitioner",
                        "PractitionerRole");
        assertThat(statement.getImplementation().getDescription()).contains("did not answer");
        assertThat(answer.asString()).contains(Tokens.ISSUER + "/oauth2/token");
    }

    @Test
    void shouldServeEveryParameterThatItClaims() {
        // Given
        var claimed = given().get("/fhir/R4/metadata").jsonPath();
        var types = claimed.getList("rest[0].resource.type", String.class);

        for (var i = 0; i < types.size(); i++) {
            for (var name : claimed.getList("rest[0].resource[" + i + "].searchParam.name", String.class)) {
                // When
                var sample = SAMPLES.getOrDefault(types.get(i) + "." + name, "x");
                var persona = switch (types.get(i)) {
                    case "AuditEvent" -> "auditor";
                    // A search about a patient needs a ground, which nobody has here.
                    case "Consent" -> "loader";
                    default -> "hospital-doctor";
                };
                var answer = as(persona).get("/fhir/R4/" + types.get(i) + "?" + name + "=" + sample);

                // Then
                assertThat(answer.statusCode()).as(types.get(i) + "?" + name).isEqualTo(200);
                assertThat(answer.jsonPath().getString("resourceType")).isEqualTo("Bundle");
            }
        }
    }

    @Test
    void shouldServeEveryInteractionThatItClaims() {
        // Given
        var id = createPatient(freshNhsNumber(), "Marsh");

        // When
        var patient = as("hospital-doctor").get("/fhir/R4/Patient/" + id);
        var organisation = as("stranger").get("/fhir/R4/Organization/rx901");
        var byForm = as("stranger")
                .contentType("application/x-www-form-urlencoded")
                .formParam("identifier", "https://fhir.nhs.uk/Id/ods-organization-code|RX901")
                .post("/fhir/R4/Organization/_search");
        var byName = as("gp").get("/fhir/R4/Organization?name=north");

        // Then
        assertThat(patient.statusCode()).isEqualTo(200);
        assertThat(organisation.jsonPath().getString("name")).isEqualTo("Northfield Hospital");
        assertThat(byForm.jsonPath().getInt("total")).isEqualTo(1);
        assertThat(byName.jsonPath().getInt("total")).isEqualTo(2);
    }
}
