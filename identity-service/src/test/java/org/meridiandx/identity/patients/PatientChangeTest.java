package org.meridiandx.identity.patients;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.meridiandx.access.Caller;
import org.meridiandx.access.Scopes;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.identity.patients.content.Travelled;
import org.meridiandx.identity.patients.values.TrustOrder;

class PatientChangeTest {
    private static final Instant MONDAY = Instant.parse("2026-11-16T09:00:00Z");

    @Test
    void shouldLeaveARecordItsOwnIdentifierWhereAMergedOneHasItToo() {
        // Given
        var kin = PatientKin.of(
                List.of(
                        record("survivor", Optional.empty(), "shared", "one"),
                        record("merged", Optional.of("survivor"), "shared", "two")),
                List.of());
        var wanted = kin.whole("survivor");
        wanted.addIdentifier(identifier("two"));
        wanted.addIdentifier(identifier("new"));

        // When
        var change = PatientChange.of(kin, "survivor", Travelled.strip(wanted), source());

        // Then
        assertThat(change.own().getIdentifier())
                .extracting(Identifier::getValue)
                .containsExactly("shared", "one", "new");
    }

    private static PatientRecord record(String id, Optional<String> mergedInto, String... identifiers) {
        var patient = new Patient();
        for (var value : identifiers) {
            patient.addIdentifier(identifier(value));
        }
        var own = PatientStore.ownBytes(patient);
        return new PatientRecord(
                new StoredResource(id, 1, MONDAY, "survivor", Set.of("RX901"), own),
                own,
                "",
                new PatientRecord.Word("RX901", TrustOrder.Kind.OWN, MONDAY),
                new PatientRecord.Merge(mergedInto, mergedInto.map(into -> MONDAY), "", 1));
    }

    private static Identifier identifier(String value) {
        return new Identifier().setSystem("urn:passport").setValue(value);
    }

    private static PatientRegistry.Source source() {
        var caller = new Caller(
                "test", "RX901", "loader", Optional.empty(), Optional.empty(), "direct-care", new Scopes(List.of()));
        return new PatientRegistry.Source(caller, true, "registration", TrustOrder.Kind.OWN);
    }
}
