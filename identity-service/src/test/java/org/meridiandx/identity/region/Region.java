package org.meridiandx.identity.region;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.meridiandx.testkit.identity.Tokens;

/// What the tests do again and again: get a token, ask as somebody, make an NHS number.
public final class Region {
    public static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final Duration TOKEN_USE = Duration.ofMinutes(2);
    private static final Map<String, HeldToken> TOKENS = new ConcurrentHashMap<>();
    private static final AtomicInteger NUMBERS = new AtomicInteger((int) (System.nanoTime() % 900_000));

    private Region() {}

    /// A token lives for five minutes, a whole run of tests longer.
    private record HeldToken(String token, Instant until) {
        static HeldToken of(String clientId) {
            return new HeldToken(freshToken(clientId), Instant.now().plus(TOKEN_USE));
        }

        boolean isOld() {
            return Instant.now().isAfter(until);
        }
    }

    /// An assertion as a client should make it.
    public static Tokens assertion(String clientId) {
        return Tokens.blank()
                .claim("iss", clientId)
                .claim("sub", clientId)
                .claim("aud", Tokens.ISSUER + "/oauth2/token")
                .expiresIn(Duration.ofMinutes(2));
    }

    /// Asks for a token.
    public static Response requestToken(String assertion, String scope) {
        var request = given().contentType("application/x-www-form-urlencoded")
                .formParam("grant_type", "client_credentials")
                .formParam("client_assertion_type", ASSERTION_TYPE)
                .formParam("client_assertion", assertion);
        if (!scope.isEmpty()) {
            request.formParam("scope", scope);
        }
        return request.post("/oauth2/token");
    }

    /// A request that carries a persona's token.
    public static RequestSpecification as(String clientId) {
        var held = TOKENS.compute(
                clientId, (id, earlier) -> earlier == null || earlier.isOld() ? HeldToken.of(id) : earlier);
        return given().header("Authorization", "Bearer " + held.token());
    }

    /// A token of its own.
    public static String freshToken(String clientId) {
        return requestToken(assertion(clientId).sign(), "")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }

    /// An NHS number from the range for tests that was not given before.
    public static String freshNhsNumber() {
        while (true) {
            var nine = "999" + String.format("%06d", NUMBERS.incrementAndGet() % 1_000_000);
            var sum = 0;
            for (var i = 0; i < 9; i++) {
                sum += (nine.charAt(i) - '0') * (10 - i);
            }
            var check = (11 - sum % 11) % 11;
            if (check != 10) {
                return nine + check;
            }
        }
    }

    /// A Patient as JSON.
    public static String patient(String nhsNumber, String family, String birthDate) {
        return """
                {"resourceType":"Patient",
                 "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}],
                 "name":[{"use":"official","family":"%s","given":["Sam","Alex"]}],
                 "gender":"female","birthDate":"%s"}""".formatted(nhsNumber, family, birthDate);
    }

    /// Creates one as the hospital doctor.
    public static String createPatient(String nhsNumber, String family) {
        return as("hospital-doctor")
                .header("X-Request-ID", UUID.randomUUID().toString())
                .contentType("application/fhir+json")
                .body(patient(nhsNumber, family, "1980-02-01"))
                .post("/fhir/R4/Patient")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /// A search that finds nobody, with a token.
    public static Response searchAs(String token) {
        return given().header("Authorization", "Bearer " + token)
                .queryParam("identifier", "https://fhir.nhs.uk/Id/nhs-number|9990009996")
                .get("/fhir/R4/Patient");
    }

    /// Asks again until the answer is as it should be: what is remembered counts for some seconds.
    ///
    /// @return the last answer, whether it is or not
    public static Response eventually(Supplier<Response> question, int status) {
        var answer = question.get();
        for (var i = 0; i < 60 && answer.statusCode() != status; i++) {
            LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
            answer = question.get();
        }
        return answer;
    }
}
