package org.meridiandx.imaging.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.contracts.api.v1.RecentStudiesGrpc;
import org.meridiandx.contracts.api.v1.RecentStudiesRequest;
import org.meridiandx.contracts.api.v1.RecentStudy;
import org.meridiandx.outbox.RegionEvents;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.region.RegionTestResource;

@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class RecentStudiesIT {
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
    private static final Metadata.Key<String> INTERNAL =
            Metadata.Key.of("x-meridian-internal", Metadata.ASCII_STRING_MARSHALLER);
    private static final String INSERT = """
            insert into study (id, version, last_updated, patient_id, content, study_uid, custodian, match_state,
                modalities, description, started_at, attributes, organisations)
            values (?, 1, now(), ?, '', ?, 'RX903', ?, ?, ?, ?, '', '{RX903,Y90001}')""";

    PostgresDatabase database;

    private final String patient = "pat-" + UUID.randomUUID();
    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        var port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
        channel = ManagedChannelBuilder.forAddress("localhost", port)
                .usePlaintext()
                .build();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Test
    void shouldTellTheLatestFirst() throws Exception {
        // Given
        keep("middle", "CT", NOON);
        keep("first", "MR", NOON.minusSeconds(60));
        keep("last", "CT", NOON.plusSeconds(60));

        // When
        var studies = ask(of(patient));

        // Then
        assertThat(studies).extracting(RecentStudy::getDescription).containsExactly("last", "middle", "first");
        assertThat(studies.getFirst().getCustodian()).isEqualTo("RX903");
        assertThat(studies.getFirst().getOrganisationsList()).containsExactly("RX903", "Y90001");
        assertThat(studies.getFirst().getModalitiesList()).containsExactly("CT");
        assertThat(RegionEvents.instantOf(studies.getFirst().getStartedAt())).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void shouldNarrowByTimeAndModality() throws Exception {
        // Given
        keep("before", "CT", NOON.minusMillis(1));
        keep("at", "CT", NOON);
        keep("other", "US", NOON);

        // When
        var since = ask(of(patient).setSince(RegionEvents.timestampOf(NOON)));
        var ofModality = ask(of(patient).addModalities("US").addModalities("XA"));

        // Then
        assertThat(since).extracting(RecentStudy::getDescription).containsExactlyInAnyOrder("at", "other");
        assertThat(ofModality).extracting(RecentStudy::getDescription).containsExactly("other");
    }

    @Test
    void shouldHoldToItsLimits() throws Exception {
        // Given
        for (var i = 0; i < 205; i++) {
            keep("study " + i, "CT", NOON.plusSeconds(i));
        }

        // Then
        assertThat(ask(of(patient))).hasSize(20);
        assertThat(ask(of(patient).setLimit(-1))).hasSize(20);
        assertThat(ask(of(patient).setLimit(3)))
                .extracting(RecentStudy::getDescription)
                .containsExactly("study 204", "study 203", "study 202");
        assertThat(ask(of(patient).setLimit(Integer.MAX_VALUE))).hasSize(200);
    }

    @Test
    void shouldTellNothingOfWhatIsHeldBackOrOfNobody() throws Exception {
        // Given
        keep(patient, "held", "CT", NOON, "clash");
        keep(null, "nobody's", "CT", NOON, "unmatched");

        // Then
        assertThat(ask(of(patient))).isEmpty();
        assertThat(ask(of(""))).isEmpty();
    }

    @Test
    void shouldAnswerServicesOfTheRegionOnly() {
        for (var shown : List.of("", "local-only", IdentityStandIn.INTERNAL_TOKEN + "x")) {
            // Given
            var stub = RecentStudiesGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
            var calling = shown.isEmpty()
                    ? stub
                    : stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata(shown)));

            // Then
            assertThatExceptionOfType(StatusRuntimeException.class)
                    .isThrownBy(() -> calling.forPatient(of(patient).build()))
                    .satisfies(refused ->
                            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED));
        }
    }

    private List<RecentStudy> ask(RecentStudiesRequest.Builder request) {
        var answer = RecentStudiesGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata(IdentityStandIn.INTERNAL_TOKEN)))
                .forPatient(request.build());
        assertThat(answer.getLabelsTold()).isTrue();
        return answer.getStudiesList();
    }

    private static Metadata metadata(String token) {
        var metadata = new Metadata();
        metadata.put(INTERNAL, token);
        return metadata;
    }

    private static RecentStudiesRequest.Builder of(String patientId) {
        return RecentStudiesRequest.newBuilder().setPatientId(patientId);
    }

    private void keep(String description, String modality, Instant at) throws SQLException {
        keep(patient, description, modality, at, "matched");
    }

    private void keep(String patientId, String description, String modality, Instant at, String state)
            throws SQLException {
        try (var connection = database.connect();
                var statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, UUID.randomUUID().toString());
            statement.setString(2, patientId);
            statement.setString(3, "2.25." + UUID.randomUUID().getLeastSignificantBits());
            statement.setString(4, state);
            statement.setArray(5, connection.createArrayOf("text", new Object[] {modality}));
            statement.setString(6, description);
            statement.setObject(7, OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
            statement.executeUpdate();
        }
    }
}
