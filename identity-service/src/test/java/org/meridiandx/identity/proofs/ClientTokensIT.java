package org.meridiandx.identity.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridiandx.contracts.api.v1.CheckClientTokenRequest;
import org.meridiandx.contracts.api.v1.CheckClientTokenResponse;
import org.meridiandx.contracts.api.v1.ClientTokensGrpc;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.SigningKey;
import org.meridiandx.testkit.identity.Tokens;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class ClientTokensIT {
    private static final String SERVICE = Tokens.ISSUER + "/cds-services/order-select";
    private ManagedChannel channel;

    @BeforeEach
    void open() {
        channel = ManagedChannelBuilder.forAddress("localhost", RestAssured.port)
                .usePlaintext()
                .build();
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
    }

    private static Tokens own(String clientId) {
        return Tokens.blank().claim("iss", clientId).claim("aud", SERVICE).expiresIn(Duration.ofMinutes(2));
    }

    private CheckClientTokenResponse check(String token) {
        return check(token, IdentityStandIn.INTERNAL_TOKEN);
    }

    private CheckClientTokenResponse check(String token, String internal) {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("x-meridian-internal", Metadata.ASCII_STRING_MARSHALLER), internal);
        return ClientTokensGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .check(CheckClientTokenRequest.newBuilder()
                        .setToken(token)
                        .addAudiences(SERVICE)
                        .build());
    }

    @Test
    void shouldNameTheClientThatSigned() {
        // When
        var answer = check(own("gp").sign());

        // Then
        assertThat(answer.getFault()).isEmpty();
        assertThat(answer.getClient().getClientId()).isEqualTo("gp");
        assertThat(answer.getClient().getOrganisation()).isEqualTo("Y90001");
        assertThat(answer.getClient().getRole()).isEqualTo("clinician");
        assertThat(answer.getClient().getScopes()).contains("system/");
    }

    @Test
    void shouldTakeATokenOnce() {
        // Given
        var token = own("gp").sign();
        check(token);

        // When
        var answer = check(token);

        // Then
        assertThat(answer.hasClient()).isFalse();
        assertThat(answer.getFault()).startsWith("jti:");
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("aud", token -> token.claim("aud", Tokens.ISSUER + "/cds-services/order-sign")),
                fault("aud", token -> token.without("aud")),
                fault("aud", token -> token.claim("aud", Tokens.ISSUER + "/oauth2/token")),
                fault("iss", token -> token.claim("iss", "nobody")),
                fault("iss", token -> token.without("iss")),
                fault("iat", token -> token.without("iat")),
                fault("jti", token -> token.without("jti")),
                fault("exp", token -> token.without("exp")),
                fault("exp", token -> token.expiresIn(Duration.ofMinutes(-1))),
                fault("exp", token -> token.expiresIn(Duration.ofHours(1))),
                fault("typ", token -> token.type("at+jwt")),
                fault("kid", token -> token.key(SigningKey.generate("somebody"))),
                fault("signature", token -> token.key(SigningKey.of("ClientTokensIT", "test-1"))));
    }

    private static Arguments fault(String claim, UnaryOperator<Tokens> change) {
        return Arguments.of(claim, change);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldRefuseByName(String claim, UnaryOperator<Tokens> change) {
        // When
        var answer = check(change.apply(own("gp")).sign());

        // Then
        assertThat(answer.hasClient()).isFalse();
        assertThat(answer.getFault()).startsWith(claim + ":");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            clinic-web; may not act by itself
            exchange-only; may not act by itself
            dpop-app; bound to a key
            mtls-app; bound to a key
            """)
    void shouldGiveNoMoreThanTheTokenEndpoint(String clientId, String words) {
        // When
        var answer = check(own(clientId).sign());

        // Then
        assertThat(answer.hasClient()).isFalse();
        assertThat(answer.getFault()).startsWith("iss:").contains(words, "Use an access token");
    }

    @Test
    void shouldGiveAClientWhatIsItsOwnAndNotWhatIsOfItsPeople() {
        // When
        var answer = check(own("two-way-app").sign());

        // Then
        assertThat(answer.getFault()).isEmpty();
        assertThat(answer.getClient().getScopes()).isEqualTo("system/ServiceRequest.r");
    }

    @Test
    void shouldRefuseATokenWithoutSignature() {
        // When
        var answer = check(own("gp").unsigned());

        // Then
        assertThat(answer.getFault()).startsWith("alg:");
    }

    @Test
    void shouldAnswerServicesOfTheRegionOnly() {
        // When
        var refused = catchThrowable(() -> check(own("gp").sign(), "guessed"));

        // Then
        assertThat(refused).hasMessageContaining("UNAUTHENTICATED");
    }
}
