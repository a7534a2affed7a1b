package org.meridiandx.order.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meridiandx.order.cdshooks.PatientLookup.Known;
import org.meridiandx.order.cdshooks.calls.Hook;
import org.meridiandx.order.cdshooks.calls.HookRequest;
import org.meridiandx.order.cdshooks.calls.HookRequestReader;
import org.meridiandx.order.guidance.record.RecordConfig;

class RecordLookTest {
    private static final Duration PATIENCE = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final HookRequest CALL = HookRequestReader.read(
            Hook.ORDER_SELECT,
            HookFixture.select(HookFixture.order("cpt 72133", "snomed 279039007"))
                    .getBytes(StandardCharsets.UTF_8));

    @Test
    void shouldGoOnWithWhatTheEhrSaidWhereNobodyIsFoundInTime() {
        // When
        var known = RecordLook.found(Uni.createFrom().nothing(), PATIENCE, CALL)
                .await()
                .atMost(LONG);

        // Then
        assertThat(known.regionId()).isEmpty();
        assertThat(known.sent()).isEqualTo(CALL.patient()).isPresent();
        assertThat(known.unchecked()).containsExactly(PatientLookup.AWAY);
    }

    @Test
    void shouldGoOnWithoutTheRecordWhereItIsLate() {
        // Given
        var known = new Known(CALL.patient(), Optional.of("patient-1"), Optional.empty(), List.of("Something else."));

        // When
        var looked = RecordLook.inTime(Uni.createFrom().nothing(), PATIENCE, known)
                .await()
                .atMost(LONG);

        // Then
        assertThat(looked.record()).isEmpty();
        assertThat(looked.known()).isEqualTo(known);
        assertThat(looked.unchecked()).containsExactly("Something else.", PatientLookup.AWAY);
    }

    @Test
    void shouldGoOnWithTheRecordWhereTheOpenRequestsAreLateOrCannotBeSearched() {
        // When
        var late = RecordLook.inTime(Uni.createFrom().<OpenRequests.Found>nothing(), PATIENCE)
                .await()
                .atMost(LONG);
        var broken = RecordLook.inTime(
                        Uni.createFrom().<OpenRequests.Found>failure(new IllegalStateException("no database")),
                        PATIENCE)
                .await()
                .atMost(LONG);

        // Then
        assertThat(List.of(late, broken)).allSatisfy(found -> {
            assertThat(found.requests()).isEmpty();
            assertThat(found.gap()).contains(OpenRequests.AWAY);
        });
    }

    /// What an EHR waits for is what is set where nothing is set.
    @Test
    void shouldWaitNoLongerThanPromisedWhereNothingIsSet() {
        // Given
        var config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(HookConfig.class)
                .withMapping(RecordConfig.class)
                .build();

        // Then
        var hooks = config.getConfigMapping(HookConfig.class);
        assertThat(hooks.recordTimeout()).isEqualTo(Duration.ofMillis(400));
        assertThat(hooks.provider().timeout()).isEqualTo(Duration.ofMillis(400));
        assertThat(config.getConfigMapping(RecordConfig.class).timeout()).isEqualTo(Duration.ofMillis(200));
    }
}
