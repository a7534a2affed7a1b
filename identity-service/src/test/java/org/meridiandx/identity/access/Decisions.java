package org.meridiandx.identity.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.restassured.RestAssured;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.meridiandx.contracts.api.v1.AccessAnswer;
import org.meridiandx.contracts.api.v1.AccessCaller;
import org.meridiandx.contracts.api.v1.AccessDecisionsGrpc;
import org.meridiandx.contracts.api.v1.AccessQuestion;
import org.meridiandx.contracts.api.v1.DecideRequest;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.Persona;

/// Asks for decisions as another service does.
final class Decisions implements AutoCloseable {
    private final ManagedChannel channel = ManagedChannelBuilder.forAddress("localhost", RestAssured.port)
            .usePlaintext()
            .build();

    AccessAnswer ask(Persona who, AccessQuestion.Builder question) {
        return ask(who, "direct-care", question);
    }

    AccessAnswer ask(Persona who, String purpose, AccessQuestion.Builder question) {
        return ask(
                        AccessCaller.newBuilder()
                                .setClientId(who.clientId())
                                .setOrganisation(who.organisation())
                                .setRole(who.role())
                                .setUser(who.fhirUser().orElse(""))
                                .setPurpose(purpose),
                        List.of(question))
                .getFirst();
    }

    /// Asks as another person of the same organisation and role.
    AccessAnswer askColleagueOf(Persona who, AccessQuestion.Builder question) {
        return ask(
                        AccessCaller.newBuilder()
                                .setClientId(who.clientId())
                                .setOrganisation(who.organisation())
                                .setRole(who.role())
                                .setUser("Practitioner/another"),
                        List.of(question))
                .getFirst();
    }

    List<AccessAnswer> ask(AccessCaller.Builder caller, List<AccessQuestion.Builder> questions) {
        var request = DecideRequest.newBuilder().setCaller(caller);
        questions.forEach(request::addQuestions);
        return AccessDecisionsGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(internal()))
                .decide(request.build())
                .getAnswersList();
    }

    /// A read of a report that names nobody.
    static AccessQuestion.Builder report(String patientId) {
        return AccessQuestion.newBuilder()
                .setResourceType("DiagnosticReport")
                .setAction("r")
                .setPatientId(patientId);
    }

    /// Asks until the reason is the expected one, for 20 seconds; fails where it never is.
    static AccessAnswer until(String reason, Supplier<AccessAnswer> question) throws InterruptedException {
        var end = Instant.now().plus(Duration.ofSeconds(20));
        var answer = question.get();
        while (!answer.getReason().equals(reason) && Instant.now().isBefore(end)) {
            Thread.sleep(100);
            answer = question.get();
        }
        assertThat(answer.getReason()).isEqualTo(reason);
        return answer;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private static Metadata internal() {
        var headers = new Metadata();
        headers.put(
                Metadata.Key.of("x-meridian-internal", Metadata.ASCII_STRING_MARSHALLER),
                IdentityStandIn.INTERNAL_TOKEN);
        return headers;
    }
}
