package org.meridiandx.identity.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.meridiandx.identity.region.Region.createPatient;
import static org.meridiandx.identity.region.Region.freshNhsNumber;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.api.v1.AccessAnswer;
import org.meridiandx.contracts.api.v1.AccessCaller;
import org.meridiandx.contracts.api.v1.AccessDecisionsGrpc;
import org.meridiandx.contracts.api.v1.AccessQuestion;
import org.meridiandx.contracts.api.v1.DecideRequest;
import org.meridiandx.contracts.api.v1.FindPatientRequest;
import org.meridiandx.contracts.api.v1.FindPatientResponse.Outcome;
import org.meridiandx.contracts.api.v1.Identifier;
import org.meridiandx.contracts.api.v1.PatientDirectoryGrpc;
import org.meridiandx.identity.region.IdentityTestResource;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(
        value = RegionTestResource.class,
        initArgs = @ResourceArg(name = "start", value = "postgres,kafka"))
@QuarkusTestResource(IdentityTestResource.class)
class AccessDecisionsIT {
    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        channel = ManagedChannelBuilder.forAddress("localhost", RestAssured.port)
                .usePlaintext()
                .build();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Test
    void shouldRefuseCallersWithoutTheInternalToken() {
        // Given
        var stub = AccessDecisionsGrpc.newBlockingStub(channel);

        // When
        var call = assertThatThrownBy(() -> stub.decide(DecideRequest.getDefaultInstance()));

        // Then
        call.isInstanceOf(StatusRuntimeException.class).hasMessageContaining("UNAUTHENTICATED");
    }

    @Test
    void shouldRefuseAnUnregisteredClient() {
        // Given
        var patientId = createPatient(freshNhsNumber(), "Jessop");

        // When
        var answer = decide("nobody", "RX901", patientId);

        // Then
        assertThat(answer.getAllowed()).isFalse();
        assertThat(answer.getReason()).isEqualTo("unknown-client");
    }

    @Test
    void shouldFindAPatientByIdAndByNumberAndNeverGuess() {
        // Given
        var number = freshNhsNumber();
        var otherNumber = freshNhsNumber();
        var patientId = createPatient(number, "Kirk");
        createPatient(otherNumber, "Lamb");
        var directory = PatientDirectoryGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(internal()));

        // When
        var byId = directory.find(
                FindPatientRequest.newBuilder().setPatientId(patientId).build());
        var byNumber = directory.find(named(number).build());
        var withName = directory.find(named(number).setName(true).build());
        var unknown = directory.find(named(freshNhsNumber()).build());
        var otherBirthDate =
                directory.find(named(number).setBirthDate("1999-12-31").build());
        var twoPatients =
                directory.find(named(number).addIdentifiers(nhs(otherNumber)).build());

        // Then
        assertThat(byId.getOutcome()).isEqualTo(Outcome.FOUND);
        assertThat(byId.getNhsNumber()).isEqualTo(number);
        assertThat(byNumber.getPatientId()).isEqualTo(patientId);
        assertThat(byNumber.getFamilyName()).as("no name unasked").isEmpty();
        assertThat(withName.getFamilyName()).isEqualTo("Kirk");
        assertThat(unknown.getOutcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(otherBirthDate.getOutcome()).isEqualTo(Outcome.CONFLICT);
        assertThat(twoPatients.getOutcome()).isEqualTo(Outcome.CONFLICT);
    }

    private AccessAnswer decide(String client, String organisation, String patientId) {
        return AccessDecisionsGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(internal()))
                .decide(DecideRequest.newBuilder()
                        .setCaller(AccessCaller.newBuilder()
                                .setClientId(client)
                                .setOrganisation(organisation)
                                .setRole("clinician"))
                        .addQuestions(AccessQuestion.newBuilder()
                                .setResourceType("DiagnosticReport")
                                .setAction("r")
                                .setPatientId(patientId))
                        .build())
                .getAnswers(0);
    }

    private static FindPatientRequest.Builder named(String number) {
        return FindPatientRequest.newBuilder().addIdentifiers(nhs(number));
    }

    private static Identifier nhs(String number) {
        return Identifier.newBuilder()
                .setSystem("https://fhir.nhs.uk/Id/nhs-number")
                .setValue(number)
                .build();
    }

    private static Metadata internal() {
        var headers = new Metadata();
        headers.put(
                Metadata.Key.of("x-meridian-internal", Metadata.ASCII_STRING_MARSHALLER),
                IdentityStandIn.INTERNAL_TOKEN);
        return headers;
    }
}
