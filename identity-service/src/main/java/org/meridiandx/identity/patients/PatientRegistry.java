package org.meridiandx.identity.patients;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.Caller;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.PatientChanged;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.identity.relationships.Relationship;
import org.meridiandx.identity.relationships.RelationshipService;
import org.meridiandx.outbox.Outbox;
import org.meridiandx.outbox.RegionEvents;

/// Writes patients: row, identifiers, relationship, event and audit, all in the transaction that it
/// is given.
@ApplicationScoped
public class PatientRegistry {
    private final PatientRepository repository;
    private final RelationshipService relationships;
    private final Outbox outbox;
    private final Messages messages;
    private final Clock clock;

    PatientRegistry(
            PatientRepository repository,
            RelationshipService relationships,
            Outbox outbox,
            Messages messages,
            Clock clock) {
        this.repository = repository;
        this.relationships = relationships;
        this.outbox = outbox;
        this.messages = messages;
        this.clock = clock;
    }

    /// On whose word a patient is written.
    ///
    /// @param isRegistered whether the organisation is one of the region's, and so is named on the
    /// record
    /// @param ground of the relationship: `registration` or `adt`
    public record Source(Caller caller, boolean isRegistered, String ground) {}

    /// The patients that any of these identifiers names.
    public Uni<List<PatientMatch>> match(SqlClient connection, List<PatientIdentifier> identifiers) {
        return identifiers.isEmpty() ? Uni.createFrom().item(List.of()) : repository.match(connection, identifiers);
    }

    /// The row of a patient, held until the end of the transaction.
    public Uni<Optional<StoredResource>> lock(SqlClient connection, String patientId) {
        return repository.lock(connection, patientId).map(found -> found.map(PatientRepository.Stored::resource));
    }

    /// Adds a patient.
    ///
    /// @return what was stored; fails with a ProblemException (400) for a bad resource, and with
    /// SQL state
    /// 23505 where one of its key identifiers is another patient's
    public Uni<StoredResource> add(SqlClient connection, Patient patient, Source source) {
        var columns = PatientMapper.columnsOf(patient);
        var row = rowOf(patient, columns, Version.first(UUID.randomUUID().toString()), source);
        return repository
                .insert(connection, row)
                .call(() -> relate(connection, row.resource().id(), source))
                .call(() -> registerPractice(connection, row.resource().id(), patient, source))
                .call(() -> outbox.append(connection, messages.of(row.resource(), PatientChanged.Kind.CREATED, source)))
                .replaceWith(row.resource());
    }

    /// Replaces the content of a patient whose row is locked.
    public Uni<StoredResource> change(SqlClient connection, StoredResource before, Patient patient, Source source) {
        var columns = PatientMapper.columnsOf(patient);
        var row = rowOf(patient, columns, Version.after(before), source);
        return repository
                .update(connection, row)
                .invoke(PatientRegistry::requireWritten)
                .call(() -> relate(connection, before.id(), source))
                .call(() -> registerPractice(connection, before.id(), patient, source))
                .call(() -> outbox.append(connection, messages.of(row.resource(), PatientChanged.Kind.UPDATED, source)))
                .replaceWith(row.resource());
    }

    /// Notes that the organisation has to do with the patient.
    public Uni<Void> relate(SqlClient connection, String patientId, Source source) {
        return relationships.add(
                connection, List.of(new Relationship(patientId, source.caller().organisation(), source.ground())));
    }

    /// The practice that the record names now has a ground, and one that it names no more has none.
    private Uni<Void> registerPractice(SqlClient connection, String patientId, Patient patient, Source source) {
        var practices = patient.getGeneralPractitioner().stream()
                .map(Reference::getIdentifier)
                .filter(identifier -> IdentifierSystems.ODS_ORGANISATION.equals(identifier.getSystem()))
                .map(Identifier::getValue)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return relationships.registered(
                connection,
                patientId,
                practices,
                source.ground() + ":" + source.caller().organisation());
    }

    /// Whether the resource says what the stored one says, ids, versions and times apart.
    public static boolean isSame(StoredResource before, Patient patient) {
        return fingerprintOf(FhirJson.parse(before.content(), Patient.class)).equals(fingerprintOf(patient));
    }

    /// SHA-256 of the resource without id, version and time: tells the same content sent again.
    static String fingerprintOf(Patient patient) {
        patient.setId((String) null);
        patient.getMeta().setVersionId(null);
        patient.getMeta().setLastUpdated(null);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(FhirJson.encode(patient)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    private PatientRow rowOf(Patient patient, PatientColumns columns, Version version, Source source) {
        var fingerprint = fingerprintOf(patient);
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        patient.setId(version.id());
        patient.getMeta().setVersionId(String.valueOf(version.number())).setLastUpdated(Date.from(now));
        var organisations = new TreeSet<>(version.organisations());
        columns.custodian().ifPresent(organisations::add);
        if (source.isRegistered()) {
            organisations.add(source.caller().organisation());
        }
        var resource = new StoredResource(
                version.id(), version.number(), now, version.id(), organisations, FhirJson.encode(patient));
        return new PatientRow(resource, columns, fingerprint);
    }

    private static void requireWritten(boolean written) {
        if (!written) {
            throw new IllegalStateException("a locked row has changed");
        }
    }

    private record Version(String id, int number, Set<String> organisations) {
        static Version first(String id) {
            return new Version(id, 1, Set.of());
        }

        static Version after(StoredResource before) {
            return new Version(before.id(), before.version() + 1, before.organisations());
        }
    }

    /// What is told to others about a change.
    @ApplicationScoped
    static class Messages {
        private final RegionEvents events;
        private final AuditTrail audit;

        Messages(RegionEvents events, AuditTrail audit) {
            this.events = events;
            this.audit = audit;
        }

        List<org.meridiandx.outbox.OutboundMessage> of(
                StoredResource resource, PatientChanged.Kind kind, Source source) {
            var isNew = kind == PatientChanged.Kind.CREATED;
            var changed = PatientChanged.newBuilder()
                    .setKind(kind)
                    .setOrganisation(source.caller().organisation());
            var entry = AuditEntry.change(
                    isNew ? "C" : "U", isNew ? "create" : "update", "Patient", resource.id(), resource.id());
            return List.of(
                    events.message("identity", resource.id(), Event.newBuilder().setPatientChanged(changed)),
                    audit.message(source.caller(), entry));
        }
    }
}
