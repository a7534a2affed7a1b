package org.meridiandx.identity.adt;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.identity.adt.AdtEffects.Feed;
import org.meridiandx.identity.adt.rules.TriggerRule.Effect;
import org.meridiandx.identity.organisations.OrganisationService;
import org.meridiandx.identity.patients.PatientKin;
import org.meridiandx.identity.patients.PatientMatch;
import org.meridiandx.identity.patients.PatientRegistry;
import org.meridiandx.identity.patients.PatientRegistry.Source;
import org.meridiandx.identity.patients.values.TrustOrder.Kind;

/// Works a message that was in doubt as if it had named the patient whom a person chose, and as if
/// it were worked when it came: what was said since stays in force.
///
/// **Hazard:** an old message that takes back what a later one said, or brings another person's
/// number into the record. So a message is not worked when its sender has told of the patient
/// since, and numbers that name somebody else are left out.
@ApplicationScoped
public class DoubtApplication {
    private final PatientRegistry registry;
    private final SourceTrust trust;
    private final StayEffects stays;
    private final ReceivedMessageRepository messages;
    private final OrganisationService organisations;

    DoubtApplication(
            PatientRegistry registry,
            SourceTrust trust,
            StayEffects stays,
            ReceivedMessageRepository messages,
            OrganisationService organisations) {
        this.registry = registry;
        this.trust = trust;
        this.stays = stays;
        this.messages = messages;
        this.organisations = organisations;
    }

    /// What became of it.
    public enum Outcome {
        APPLIED,
        /// The sender has told of this patient since.
        OVERTAKEN,
        /// There is no such patient, or the message was not in doubt about them.
        NOT_CONCERNED
    }

    /// A kept message that is about one patient.
    ///
    /// @param id of its row
    /// @param patientIds whom it may be about
    public record Kept(UUID id, AdtMessage message, boolean isRegistered, List<String> patientIds) {
        public Kept {
            patientIds = List.copyOf(patientIds);
        }

        @Override
        public String toString() {
            return "Kept[" + id + "]";
        }
    }

    /// Reads a kept message. To be asked before the transaction.
    ///
    /// @return empty where it is about two records, about nobody, or for a person to carry out
    public Uni<Optional<Kept>> read(UUID id, byte[] raw, Instant receivedAt, List<String> patientIds) {
        var reading = AdtReader.read(ReceivedMessage.of(raw, ReceivedMessage.Peer.named("kept"), receivedAt));
        if (!(reading instanceof AdtReader.Reading.Readable(AdtMessage message)) || !isAboutOne(message)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return message.sender()
                .odsCode()
                .map(organisations::isRegistered)
                .orElseGet(() -> Uni.createFrom().item(false))
                .map(registered -> Optional.of(new Kept(id, message, registered, patientIds)));
    }

    private static boolean isAboutOne(AdtMessage message) {
        return message.said().isPresent() && (message.effect() == Effect.REGISTER || message.effect() == Effect.NOTE);
    }

    /// Works the message, in the transaction that it is given. Nothing is changed unless it is
    /// `APPLIED`.
    ///
    /// @param patientId whom a person chose
    public Uni<Outcome> apply(SqlClient connection, Kept kept, String patientId) {
        return registry.lock(connection, patientId)
                .chain(found -> found.filter(kin -> isConcerned(kin, kept))
                        .map(kin -> apply(connection, kept, kin, patientId))
                        .orElseGet(() -> Uni.createFrom().item(Outcome.NOT_CONCERNED)));
    }

    private static boolean isConcerned(PatientKin kin, Kept kept) {
        return kept.patientIds().stream().anyMatch(kin.records()::containsKey);
    }

    private Uni<Outcome> apply(SqlClient connection, Kept kept, PatientKin kin, String patientId) {
        return messages.isOvertaken(connection, kept.message(), kin.records().keySet())
                .chain(isOvertaken -> isOvertaken
                        ? Uni.createFrom().item(Outcome.OVERTAKEN)
                        : work(connection, kept, kin, patientId)
                                .chain(() -> messages.workedFor(connection, kept.id(), patientId))
                                .replaceWith(Outcome.APPLIED));
    }

    private Uni<Void> work(SqlClient connection, Kept kept, PatientKin kin, String patientId) {
        var message = kept.message();
        return registry.match(connection, AdtEffects.keysOf(message.said().orElseThrow()))
                .chain(matches ->
                        change(connection, kept, kin, recordOf(kin, matches, patientId), others(kin, matches)))
                .chain(source -> stays.follow(connection, message, patientId, source));
    }

    /// The record that the message's own numbers name, else the one that was chosen.
    private static String recordOf(PatientKin kin, List<PatientMatch> matches, String patientId) {
        var named = matches.stream()
                .map(PatientMatch::recordId)
                .filter(kin.records()::containsKey)
                .distinct()
                .toList();
        return named.isEmpty() ? patientId : kin.named(named).id();
    }

    private static List<PatientMatch> others(PatientKin kin, List<PatientMatch> matches) {
        return matches.stream()
                .filter(match -> !kin.records().containsKey(match.recordId()))
                .toList();
    }

    private Uni<Source> change(
            SqlClient connection, Kept kept, PatientKin kin, String recordId, List<PatientMatch> others) {
        var message = kept.message();
        var feed = new Feed(message.sender().caller(kept.isRegistered()), kept.isRegistered());
        var patient = kin.whole(recordId);
        var source = feed.source(
                message.effect() == Effect.REGISTER ? trust.kindOf(message.sender(), patient) : Kind.OTHER,
                message.received().receivedAt());
        if (message.effect() == Effect.NOTE) {
            return registry.relate(connection, recordId, source).replaceWith(source);
        }
        var known = List.copyOf(patient.getIdentifier());
        new PidMapper(message.sender()).apply(patient, message.content());
        leaveOut(patient, known, others);
        return registry.change(connection, kin, recordId, patient, source).replaceWith(source);
    }

    /// Numbers of somebody else, and a second NHS number.
    private static void leaveOut(Patient patient, Collection<Identifier> known, List<PatientMatch> others) {
        var foreign = others.stream()
                .map(match ->
                        match.identifier().system() + "|" + match.identifier().value())
                .collect(Collectors.toSet());
        var hasNumber = known.stream().anyMatch(DoubtApplication::isNhsNumber);
        patient.getIdentifier()
                .removeIf(identifier -> !known.contains(identifier)
                        && (foreign.contains(identifier.getSystem() + "|" + identifier.getValue())
                                || hasNumber && isNhsNumber(identifier)));
    }

    private static boolean isNhsNumber(Identifier identifier) {
        return IdentifierSystems.NHS_NUMBER.equals(identifier.getSystem());
    }
}
