package org.meridiandx.result.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridiandx.contracts.api.v1.OpenReport;
import org.meridiandx.contracts.api.v1.OpenReportsRequest;
import org.meridiandx.contracts.api.v1.RecentResult;
import org.meridiandx.contracts.api.v1.RecentResultsGrpc;
import org.meridiandx.contracts.api.v1.RecentResultsGrpc.RecentResultsBlockingStub;
import org.meridiandx.contracts.api.v1.RecentResultsRequest;
import org.meridiandx.contracts.events.v1.Code;
import org.meridiandx.feeds.MllpPort;
import org.meridiandx.result.Region;
import org.meridiandx.result.Samples;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.region.RegionTestResource;

/// The question of other services: only with the region's token, bounded, and without what was
/// withdrawn.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class RecentResultsIT {
    private static final String PATIENT = "patient-recent";
    private static final String NHS_NUMBER = "9990000158";
    IdentityStandIn identity;
    ManagedChannel channel;

    @Inject
    MllpPort mllp;

    @BeforeEach
    void fileSomeResults() throws IOException {
        identity.reset();
        identity.patients().add(PATIENT, NHS_NUMBER, "1970-01-01");
        channel = NettyChannelBuilder.forAddress("localhost", RestAssured.port)
                .usePlaintext()
                .build();
        var reply = Region.send(
                mllp.number(),
                Samples.message(
                        "RECENT",
                        NHS_NUMBER,
                        "OBR|1|RP|RF|UE^U and E^L|||20261120||||||||||||||||||F",
                        "OBX|1|NM|K^Potassium^L||5.10|mmol/L|||||F|||20261120093000",
                        "OBX|2|NM|NA^Sodium^L||140|mmol/L|||||F|||20261119093000",
                        "OBX|3|NM|CL^Chloride^L||99|mmol/L|||||D|||20261121093000",
                        "OBX|4|ST|COM^Comment^L||seen||||||F|||20261118093000"));
        assertThat(reply.code()).isEqualTo("AA");
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
    }

    @Test
    void shouldAnswerNewestFirstWithTheDigitsThatWereSent() {
        // Given
        var request = RecentResultsRequest.newBuilder().setPatientId(PATIENT).build();

        // When
        var answer = asService(IdentityStandIn.INTERNAL_TOKEN).forPatient(request);

        // Then
        var results = answer.getResultsList();
        assertThat(answer.getLabelsTold()).isTrue();
        assertThat(codes(results)).containsExactly("K", "NA", "COM");
        assertThat(results.getFirst().getValue()).isEqualTo("5.10");
        assertThat(results.getFirst().getUnit()).isEqualTo("mmol/L");
        assertThat(results.getLast().getValue()).isEmpty();
        assertThat(results)
                .allSatisfy(result -> assertThat(result.getOrganisationsList()).containsExactly("RX902"));
    }

    @Test
    void shouldTellReportsUntilSomebodyAcknowledgesThem() {
        // Given
        var asked = OpenReportsRequest.newBuilder().setPatientId(PATIENT);
        var stub = asService(IdentityStandIn.INTERNAL_TOKEN);
        var before = stub.unacknowledged(asked.build());
        var report = before.getReportsList().getFirst();

        // When
        var acknowledged = Region.post("gp", "DiagnosticReport/" + report.getReportId() + "/$acknowledge", new byte[0]);

        // Then
        assertThat(acknowledged.statusCode()).isLessThan(300);
        assertThat(before.getLabelsTold()).isTrue();
        assertThat(report.getTitle()).isEqualTo("U and E");
        assertThat(report.getOrganisationsList()).containsExactly("RX902");
        assertThat(report.getIssuedAt().getSeconds()).isPositive();
        assertThat(stub.unacknowledged(asked.build()).getReportsList())
                .extracting(OpenReport::getReportId)
                .doesNotContain(report.getReportId());
        assertThat(stub.unacknowledged(asked.setPatientId("").build()).getReportsList())
                .isEmpty();
        assertThatThrownBy(() -> asService("wrong").unacknowledged(asked.build()))
                .isInstanceOf(StatusRuntimeException.class);
    }

    @Test
    void shouldHoldToCodesTimeAndLimit() {
        // Given
        var all = RecentResultsRequest.newBuilder().setPatientId(PATIENT);
        var since = Timestamp.newBuilder()
                .setSeconds(Instant.parse("2026-11-20T00:00:00Z").getEpochSecond());
        var sodium = Code.newBuilder().setSystem("urn:meridian:rx902:codes").setCode("NA");
        var stub = asService(IdentityStandIn.INTERNAL_TOKEN);

        // When
        var late = stub.forPatient(all.clone().setSince(since).build()).getResultsList();
        var coded = stub.forPatient(all.clone().addCodes(sodium).build()).getResultsList();
        var one = stub.forPatient(all.clone().setLimit(1).build()).getResultsList();
        var nobody = stub.forPatient(all.clone().setPatientId("nobody").build()).getResultsList();

        // Then
        assertThat(codes(late)).containsExactly("K");
        assertThat(codes(coded)).containsExactly("NA");
        assertThat(codes(one)).containsExactly("K");
        assertThat(nobody).isEmpty();
    }

    @Test
    void shouldTellOnlyTheLatestOfEachCodeThatCounts() throws IOException {
        // Given
        identity.patients().add("patient-latest", "9990000328", "1970-01-01");
        Region.send(
                mllp.number(),
                Samples.message(
                        "RECENT-LATER",
                        "9990000328",
                        "OBR|1|RP3|RF3|UE^U and E^L|||20261120||||||||||||||||||F",
                        "OBX|1|NM|K^Potassium^L||5.10|mmol/L|||||F|||20261120093000"));
        Region.send(
                mllp.number(),
                Samples.message(
                        "RECENT-EARLIER",
                        "9990000328",
                        "OBR|1|RP2|RF2|UE^U and E^L|||20261110||||||||||||||||||F",
                        "OBX|1|NM|K^Potassium^L||4.0|mmol/L|||||F|||20261110093000",
                        "OBX|2|SN|GFR^eGFR^L||<^15|mL/min|60-|L|||F|||20261110093000",
                        "OBX|3|NM|CL^Chloride^L||98|mmol/L|||||P|||20261110093000"));
        var request =
                RecentResultsRequest.newBuilder().setPatientId("patient-latest").setLatestPerCode(true);
        for (var code : List.of("K", "GFR", "CL", "NONE")) {
            request.addCodes(
                    Code.newBuilder().setSystem("urn:meridian:rx902:codes").setCode(code));
        }

        // When
        var results = asService(IdentityStandIn.INTERNAL_TOKEN)
                .forPatient(request.build())
                .getResultsList();

        // Then
        assertThat(codes(results)).containsExactlyInAnyOrder("K", "GFR");
        assertThat(results).anySatisfy(potassium -> {
            assertThat(potassium.getValue()).isEqualTo("5.10");
            assertThat(potassium.getOrganisationsList()).containsExactly("RX902");
        });
        assertThat(results).anySatisfy(bound -> {
            assertThat(bound.getComparator()).isEqualTo("<");
            assertThat(bound.getValue()).isEqualTo("15");
            assertThat(bound.getInterpretation()).isEqualTo("L");
            assertThat(bound.getUnit()).isEqualTo("mL/min");
        });
    }

    /// A mistyped year hides no real result.
    @Test
    void shouldTellTheLatestBesideOneThatIsDatedAhead() throws IOException {
        // Given
        identity.patients().add("patient-ahead", "9990000336", "1970-01-01");
        Region.send(
                mllp.number(),
                Samples.message(
                        "RECENT-AHEAD",
                        "9990000336",
                        "OBR|1|RP4|RF4|UE^U and E^L|||20261120||||||||||||||||||F",
                        "OBX|1|NM|K^Potassium^L||9.9|mmol/L|||||F|||20620101093000"));
        Region.send(
                mllp.number(),
                Samples.message(
                        "RECENT-REAL",
                        "9990000336",
                        "OBR|1|RP5|RF5|UE^U and E^L|||20261110||||||||||||||||||F",
                        "OBX|1|NM|K^Potassium^L||4.0|mmol/L|||||F|||20261109093000",
                        "OBX|2|NM|K^Potassium^L||4.4|mmol/L|||||F|||20261110093000"));
        var request = RecentResultsRequest.newBuilder()
                .setPatientId("patient-ahead")
                .setLatestPerCode(true)
                .addCodes(
                        Code.newBuilder().setSystem("urn:meridian:rx902:codes").setCode("K"))
                .build();

        // When
        var results =
                asService(IdentityStandIn.INTERNAL_TOKEN).forPatient(request).getResultsList();

        // Then
        assertThat(results).extracting(RecentResult::getValue).containsExactly("4.4", "9.9");
    }

    @Test
    void shouldAnswerNothingWithoutAPatient() {
        // Given: an unmatched report belongs to nobody, which the empty id must not name
        var request = RecentResultsRequest.newBuilder().build();

        // When
        var results =
                asService(IdentityStandIn.INTERNAL_TOKEN).forPatient(request).getResultsList();

        // Then
        assertThat(results).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong-token"})
    void shouldAnswerOnlyServicesOfTheRegion(String token) {
        // Given
        var request = RecentResultsRequest.newBuilder().setPatientId(PATIENT).build();
        var stub = asService(token);

        // When // Then
        assertThatThrownBy(() -> stub.forPatient(request))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("UNAUTHENTICATED");
    }

    private RecentResultsBlockingStub asService(String token) {
        var headers = new Metadata();
        if (!token.isEmpty()) {
            headers.put(Metadata.Key.of("x-meridian-internal", Metadata.ASCII_STRING_MARSHALLER), token);
        }
        return RecentResultsGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static List<String> codes(List<RecentResult> results) {
        return results.stream().map(result -> result.getCode().getCode()).toList();
    }
}
