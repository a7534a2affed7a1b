package org.meridiandx.identity.tokens;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.ASSERTION_TYPE;
import static org.meridiandx.identity.region.Region.assertion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.region.RegionTestResource;

/// A token is for a purpose that its client is registered for, whatever the grant.
@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class TokenPurposeIT {
    @ParameterizedTest
    @CsvSource({
        "gp, '', ''",
        "gp, direct-care, ''",
        "research-app, '', ''",
        "research-app, secondary-use, secondary-use",
        "study-app, '', research",
        "study-app, research, research"
    })
    void shouldSayWhyATokenWasGiven(String client, String asked, String expected) throws IOException {
        // Given a client

        // When
        var answer = token(client, asked);

        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(claimsOf(answer.path("access_token")).path("purpose").asText(""))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"gp, secondary-use", "gp, curiosity", "study-app, direct-care", "research-app, break-glass"})
    void shouldGiveNoTokenForAnotherPurpose(String client, String asked) {
        // Given a client

        // When
        var answer = token(client, asked);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("error")).isEqualTo("unauthorized_client");
        assertThat(answer.jsonPath().getString("error_description")).startsWith("purpose: ");
    }

    private static Response token(String client, String purpose) {
        var request = given().formParam("grant_type", "client_credentials")
                .formParam("client_assertion_type", ASSERTION_TYPE)
                .formParam("client_assertion", assertion(client).sign());
        return (purpose.isEmpty() ? request : request.formParam("purpose", purpose)).post("/oauth2/token");
    }

    private static JsonNode claimsOf(String token) throws IOException {
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }
}
