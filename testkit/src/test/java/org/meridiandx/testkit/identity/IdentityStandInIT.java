package org.meridiandx.testkit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.api.v1.AccessAnswer;
import org.meridiandx.contracts.api.v1.AccessCaller;
import org.meridiandx.contracts.api.v1.AccessDecisionsGrpc;
import org.meridiandx.contracts.api.v1.AccessQuestion;
import org.meridiandx.contracts.api.v1.DecideRequest;
import org.meridiandx.contracts.api.v1.FindOrderRequest;
import org.meridiandx.contracts.api.v1.FindOrderResponse;
import org.meridiandx.contracts.api.v1.FindPatientRequest;
import org.meridiandx.contracts.api.v1.FindPatientResponse;
import org.meridiandx.contracts.api.v1.Identifier;
import org.meridiandx.contracts.api.v1.OrderDirectoryGrpc;
import org.meridiandx.contracts.api.v1.PatientDirectoryGrpc;
import org.meridiandx.contracts.events.v1.OrderRef;

class IdentityStandInIT {

    private final IdentityStandIn identity = IdentityStandIn.start();
    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        channel = NettyChannelBuilder.forAddress("localhost", identity.grpcPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
        identity.close();
    }

    @Test
    void shouldPublishTheIssuersKeys() throws Exception {
        // When
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(
                    HttpRequest.newBuilder(URI.create(identity.jwksUrl())).build(),
                    HttpResponse.BodyHandlers.ofString());

            // Then
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("\"kid\":\"test-1\"").doesNotContain("\"d\":");
        }
    }

    @Test
    void shouldDecideAsTheTestSaid() {
        // Given
        assertThat(decide("RX901", "p1").getAllowed()).isTrue();
        assertThat(decide("Y90099", "p1").getAllowed()).isFalse();

        // When
        identity.access().denyByDefault();
        identity.access().relate("RX901", "p1");

        // Then
        assertThat(decide("RX901", "p1").getReason()).isEqualTo("relationship");
        assertThat(decide("RX901", "p2").getAllowed()).isFalse();
        assertThat(identity.access().asked()).hasSize(4);
    }

    @Test
    void shouldRefuseACallerWithoutTheInternalToken() {
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(
                        () -> AccessDecisionsGrpc.newBlockingStub(channel).decide(DecideRequest.getDefaultInstance()))
                .matches(e -> e.getStatus().getCode() == Status.Code.UNAUTHENTICATED);
    }

    @Test
    void shouldFailWhenItIsMadeUnavailable() {
        // When
        identity.access().unavailable(true);

        // Then
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> decide("RX901", "p1"))
                .matches(e -> e.getStatus().getCode() == Status.Code.UNAVAILABLE);
    }

    @Test
    void shouldFindPatientsAndNoticeAConflict() {
        // Given
        identity.patients().add("p1", "9990000018", "1970-01-01");

        // Then
        assertThat(findPatient("9990000018", "").getPatientId()).isEqualTo("p1");
        assertThat(findPatient("9990000018", "1971-01-01").getOutcome())
                .isEqualTo(FindPatientResponse.Outcome.CONFLICT);
        assertThat(findPatient("9990000026", "").getOutcome()).isEqualTo(FindPatientResponse.Outcome.UNKNOWN);
    }

    @Test
    void shouldFindOrdersByAnyNumber() {
        // Given
        var order =
                OrderRef.newBuilder().setOrderId("o1").setAccessionNumber("A1").build();
        identity.orders().add(order, "p1", "active");
        var stub = OrderDirectoryGrpc.newBlockingStub(channel).withInterceptors(credentials());

        // When
        var found =
                stub.find(FindOrderRequest.newBuilder().setAccessionNumber("A1").build());
        var other = stub.find(FindOrderRequest.newBuilder()
                .setAccessionNumber("A1")
                .setPatientId("p2")
                .build());

        // Then
        assertThat(found.getOrder()).isEqualTo(order);
        assertThat(other.getOutcome()).isEqualTo(FindOrderResponse.Outcome.UNKNOWN);
    }

    private AccessAnswer decide(String organisation, String patientId) {
        return AccessDecisionsGrpc.newBlockingStub(channel)
                .withInterceptors(credentials())
                .decide(DecideRequest.newBuilder()
                        .setCaller(AccessCaller.newBuilder().setOrganisation(organisation))
                        .addQuestions(AccessQuestion.newBuilder().setPatientId(patientId))
                        .build())
                .getAnswers(0);
    }

    private FindPatientResponse findPatient(String nhsNumber, String birthDate) {
        return PatientDirectoryGrpc.newBlockingStub(channel)
                .withInterceptors(credentials())
                .find(FindPatientRequest.newBuilder()
                        .addIdentifiers(Identifier.newBuilder()
                                .setSystem(PatientTable.NHS_NUMBER)
                                .setValue(nhsNumber))
                        .setBirthDate(birthDate)
                        .build());
    }

    private static io.grpc.ClientInterceptor credentials() {
        var headers = new Metadata();
        headers.put(
                Metadata.Key.of("x-meridian-internal", Metadata.ASCII_STRING_MARSHALLER),
                IdentityStandIn.INTERNAL_TOKEN);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }
}
