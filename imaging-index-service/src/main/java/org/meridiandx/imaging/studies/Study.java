package org.meridiandx.imaging.studies;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meridiandx.directory.Standing;
import org.meridiandx.fhir.SecurityLabels;
import org.meridiandx.imaging.header.StudyAttributes;
import org.meridiandx.imaging.matching.Contradiction;
import org.meridiandx.imaging.matching.Match;

/// One study of the index, as it stands.
///
/// @param id ImagingStudy.id
/// @param version 0 before its first instance is indexed
/// @param ownership whose it is and who has a part in it
/// @param attributes as its first image says
/// @param modalities distinct ones of its series
record Study(
        String id,
        int version,
        Instant lastUpdated,
        Ownership ownership,
        StudyAttributes attributes,
        List<String> modalities,
        String bodyPart,
        int seriesCount,
        int instanceCount) {

    Study {
        modalities = List.copyOf(modalities);
    }

    /// @param custodian ODS code of the organisation that keeps its images here
    /// @param patientId Patient.id in force; empty where none is known
    /// @param recordedPatientId the record that it was indexed under; another one after a merge
    /// @param orderId empty where no order is known
    /// @param labels security labels; once there they stay, as on the order
    record Ownership(
            String custodian,
            Set<String> organisations,
            MatchState state,
            String reason,
            String patientId,
            String nhsNumber,
            String orderId,
            String recordedPatientId,
            Set<SecurityLabels.Label> labels) {

        Ownership {
            labels = Set.copyOf(labels);
            organisations = Set.copyOf(organisations);
        }

        static Ownership of(String custodian, Match match) {
            return switch (match) {
                case Match.Matched(var patient, var orderId, var parties, var labels) -> {
                    var organisations = new LinkedHashSet<>(parties);
                    organisations.add(custodian);
                    yield new Ownership(
                            custodian,
                            organisations,
                            MatchState.MATCHED,
                            "",
                            patient.patientId(),
                            patient.nhsNumber(),
                            orderId,
                            patient.recordedPatientId(),
                            labels);
                }
                case Match.Unmatched(var reason) ->
                    new Ownership(custodian, Set.of(custodian), MatchState.UNMATCHED, reason, "", "", "", "", Set.of());
                case Match.Clash(var contradiction) ->
                    new Ownership(
                            custodian, Set.of(), MatchState.CLASH, contradiction.slug(), "", "", "", "", Set.of());
            };
        }

        /// The same study's, of a patient who is merged or parted.
        Ownership movedTo(Standing patient) {
            return new Ownership(
                    custodian,
                    organisations,
                    state,
                    reason,
                    patient.patientId(),
                    patient.nhsNumber(),
                    orderId,
                    recordedPatientId,
                    labels);
        }

        /// As it is looked at anew. What it was recorded under stays, while it stays with the
        /// patient.
        Ownership after(Ownership before) {
            return before.patientId.isEmpty() || !before.patientId.equals(patientId)
                    ? this
                    : recordedUnder(before.recordedPatientId, before.labels);
        }

        /// With these security labels too.
        Ownership labelled(Set<SecurityLabels.Label> more) {
            return recordedUnder(recordedPatientId, more);
        }

        private Ownership recordedUnder(String recordId, Set<SecurityLabels.Label> more) {
            return new Ownership(
                    custodian,
                    organisations,
                    state,
                    reason,
                    patientId,
                    nhsNumber,
                    orderId,
                    recordId,
                    Stream.concat(labels.stream(), more.stream()).collect(Collectors.toUnmodifiableSet()));
        }

        /// Their codes, for decisions.
        Set<String> labelCodes() {
            return SecurityLabels.codesOf(labels);
        }

        boolean isMatched() {
            return state == MatchState.MATCHED;
        }

        /// Why it is shown to nobody; empty where it is shown.
        Optional<Contradiction> held() {
            return state == MatchState.CLASH ? Contradiction.of(reason) : Optional.empty();
        }

        @Override
        public String toString() {
            return "Ownership[custodian=" + custodian + ", state=" + state + "]";
        }
    }

    Study with(Ownership changed) {
        return new Study(
                id, version, lastUpdated, changed, attributes, modalities, bodyPart, seriesCount, instanceCount);
    }

    @Override
    public String toString() {
        return "Study[id=" + id + ", version=" + version + "]";
    }
}
