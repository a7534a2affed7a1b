package org.meridiandx.result.reports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.result.record.Entries;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// Calls every interaction, parameter and operation that the capability statement claims.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class ResultCapabilityIT {
    IdentityStandIn identity;

    @Inject
    MllpPort mllp;

    @Test
    void shouldDoAllThatItClaims() throws IOException {
        // Given
        identity.reset();
        identity.patients().add(Samples.PATIENT_ID, Samples.NHS_NUMBER, "1970-01-01");
        Region.send(mllp.number(), Samples.fullBloodCount("CAP1", "CAP1", "F", "118"));
        for (var entry : Entries.others(Samples.PATIENT_ID)) {
            Entries.post("gp", entry);
        }
        Entries.post("gp", Entries.allergy("CAP1", Samples.PATIENT_ID));
        Entries.post("gp", Entries.condition("CAP1", Samples.PATIENT_ID, "active"));
        Entries.post("gp", Entries.medication("CAP1", Samples.PATIENT_ID));
        var claims = new ObjectMapper().readTree(given().get("/capability").asByteArray());
        var failed = new ArrayList<String>();

        // When
        for (var claim : claims) {
            var type = claim.path("type").asText();
            if (type.equals("Subscription")) {
                // SubscriptionRefusalsIT calls all of it.
                continue;
            }
            var id = Region.found("gp", type + "?patient=" + Samples.PATIENT_ID).getString("entry[0].resource.id");
            claim.path("searchParam").forEach(parameter -> check(failed, searchPath(type, parameter)));
            claim.path("operation").forEach(operation -> check(failed, ofPatient(type, id, operation)));
            claim.path("searchInclude")
                    .forEach(value -> check(failed, type + "?_include=" + value.asText() + "&_count=1"));
            claim.path("searchRevInclude")
                    .forEach(value -> check(failed, type + "?_revinclude=" + value.asText() + "&_count=1"));
            claim.path("interaction").forEach(interaction -> check(failed, path(type, id, interaction)));
            claim.path("operation").forEach(operation -> {
                switch (operation.path("name").asText()) {
                    case "acknowledgements" -> check(failed, type + "/" + id + "/$acknowledgements");
                    case "follow-up" -> check(failed, type + "/" + id + "/$follow-up");
                    case "follow-ups" -> check(failed, type + "/$follow-ups");
                    default -> {}
                }
            });
        }

        // Then
        assertThat(claims).hasSize(12);
        assertThat(failed).isEmpty();
    }

    private static String ofPatient(String type, String id, JsonNode operation) {
        return switch (operation.path("name").asText()) {
            case "documents" -> type + "/" + id + "/$documents";
            case "lastn" -> type + "/$lastn?patient=" + Samples.PATIENT_ID;
            case "stats" -> type + "/$stats?code=HGB&patient=" + Samples.PATIENT_ID;
            default -> "";
        };
    }

    private static void check(ArrayList<String> failed, String path) {
        if (!path.isEmpty()) {
            var status = Region.get("gp", path).statusCode();
            if (status != 200) {
                failed.add(status + " " + path);
            }
        }
    }

    private static String searchPath(String type, JsonNode parameter) {
        var value = switch (parameter.path("type").asText()) {
            case "date" -> "ge2020-01-01";
            case "reference" -> "x";
            case "quantity" -> "gt5.4%7Chttp://unitsofmeasure.org%7Cmmol/L";
            case "composite" -> "718-7$lt80";
            default -> "system%7Cx";
        };
        return type + "?" + parameter.path("name").asText() + "=" + value;
    }

    private static String path(String type, String id, JsonNode interaction) {
        return switch (interaction.path("code").asText()) {
            case "read" -> type + "/" + id;
            case "vread" -> type + "/" + id + "/_history/1";
            case "history-instance" -> type + "/" + id + "/_history";
            case "search-type" -> type;
            default -> "";
        };
    }
}
