package org.meridiandx.identity.relationships;

import java.time.Instant;
import java.util.Optional;

/// A fact: why an organisation, or one person, has to do with a patient.
///
/// @param patientId the record that it was told about
/// @param kind what it is
/// @param organisation ODS code, `facility:<code>` for a sender that is not registered, or empty
/// @param person FHIR reference of the one person that it holds for; empty for the whole
/// organisation
/// @param source who said so, for example `order:<id>`; the same source says one fact once
/// @param since from when, inclusive
/// @param until to when, exclusive; empty while nobody has said so
public record Ground(
        String patientId,
        GroundKind kind,
        String organisation,
        String person,
        String source,
        Instant since,
        Optional<Instant> until) {

    /// A ground of a whole organisation.
    public static Ground of(String patientId, GroundKind kind, String organisation, String source, Instant since) {
        return new Ground(patientId, kind, organisation, "", source, since, Optional.empty());
    }

    /// The same about another record.
    Ground of(String recordId) {
        return new Ground(recordId, kind, organisation, person, source, since, until);
    }

    Ground endingAt(Instant end) {
        return new Ground(patientId, kind, organisation, person, source, since, Optional.of(end));
    }
}
