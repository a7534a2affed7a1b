package org.meridiandx.result.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.Caller;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.filing.Filing;
import org.meridiandx.result.filing.PatientRef;
import org.meridiandx.result.filing.Races;
import org.meridiandx.result.filing.SubjectReference;
import org.meridiandx.result.matching.Directories;
import org.meridiandx.result.matching.FilingDesk;
import org.meridiandx.result.matching.PatientMatch;
import org.meridiandx.result.record.RecordUpdateService.Change;
import org.meridiandx.result.record.entries.EntryContent;
import org.meridiandx.result.record.entries.EntryFiling;
import org.meridiandx.result.record.entries.EntryKey;
import org.meridiandx.result.record.entries.EntryVersion;
import org.meridiandx.result.submission.SubjectQueries;

/// The transaction of an update: the version that was read is the one that stands, or nothing is changed.
@ApplicationScoped
class EntryChanges {
    private final Pool pool;
    private final Directories directories;
    private final FilingDesk desk;
    private final EntryFiling entries;

    EntryChanges(Pool pool, Directories directories, FilingDesk desk, EntryFiling entries) {
        this.pool = pool;
        this.directories = directories;
        this.desk = desk;
        this.entries = entries;
    }

    /// @param json of the change, good by itself
    /// @return completes when committed; the same content again changes nothing
    Uni<Void> file(Caller caller, Change change, ObjectNode json) {
        var query = new SubjectQueries(Map.of()).patient(json);
        return directories
                .findPatient(query)
                .map(match -> known(match, json))
                .chain(patient -> Races.inTransaction(
                        pool, connection -> fileOnce(connection, caller, change, new Meant(json, patient))));
    }

    /// What is to stand, and of whom.
    private record Meant(ObjectNode json, PatientRef patient) {
        @Override
        public String toString() {
            return "Meant[" + patient + "]";
        }
    }

    private static PatientRef known(PatientMatch match, ObjectNode json) {
        if (match instanceof PatientMatch.Unreachable) {
            throw ProblemException.of(
                    ProblemCode.UNAVAILABLE, "The patient cannot be looked up at the moment. Try again shortly.");
        }
        if (!match.patient().isKnown()) {
            throw ProblemException.of(
                    ProblemCode.UNKNOWN_PATIENT, "The region knows no such patient.", placeOfPatient(json));
        }
        return match.patient();
    }

    private Uni<Void> fileOnce(SqlClient connection, Caller caller, Change change, Meant meant) {
        return entries.load(connection, change.type(), change.id())
                .map(found -> found.orElseThrow(() -> ProblemException.of(
                        ProblemCode.NOT_FOUND, "There is no " + change.type().fhirName() + " with this id here.")))
                .chain(stands -> desk.inForce(connection, List.of(stands.patient(), meant.patient()))
                        .map(standings -> next(
                                stands.in(standings),
                                change,
                                new Meant(meant.json(), meant.patient().in(standings)))))
                .chain(next -> next.version() == change.version()
                        ? Uni.createFrom().voidItem()
                        : write(connection, caller, next));
    }

    /// The next version; the one that stands where nothing is new.
    private static EntryVersion next(EntryVersion stands, Change change, Meant meant) {
        if (stands.version() != change.version()) {
            throw ProblemException.of(
                    ProblemCode.VERSION_CONFLICT,
                    "Somebody changed it: it is at version " + stands.version()
                            + " now. Read it again, then repeat the change with its ETag.",
                    "If-Match");
        }
        if (!stands.patient().isSameAs(meant.patient())) {
            throw ProblemException.of(
                    ProblemCode.BUSINESS_RULE,
                    "An entry stays with its patient. Mark this one entered-in-error and record it anew.",
                    placeOfPatient(meant.json()));
        }
        var hash = EntryContent.hashOf(meant.json());
        var json = meant.json().deepCopy();
        SubjectReference.set(json, stands.patient());
        if (EntryContent.hashOf(stands.json()).equals(EntryContent.hashOf(json))) {
            return stands;
        }
        var kept = stands.origin().key();
        var told = EntryKey.of(change.type(), kept.source(), meant.json(), stands.patient(), hash);
        var origin = new EntryVersion.Origin(
                told.isByIdentifier() ? told : kept, hash, stands.origin().sourceUpdatedAt());
        return new EntryVersion(stands.id(), stands.version() + 1, json, stands.patient(), origin);
    }

    private Uni<Void> write(SqlClient connection, Caller caller, EntryVersion next) {
        var trace = AuditEntry.change(
                "U", "update", next.type().fhirName(), next.id(), next.patient().patientId());
        return entries.find(connection, List.of(next.origin().key()))
                .invoke(found -> found.values().forEach(taken -> requireSame(taken, next)))
                .chain(() -> entries.file(connection, List.of(next)))
                .chain(() -> desk.file(
                        connection,
                        new Filing(List.of(), List.of(), List.of(), List.of(desk.trace(caller, trace))),
                        List.of()));
    }

    private static void requireSame(EntryVersion taken, EntryVersion next) {
        if (!taken.id().equals(next.id())) {
            throw ProblemException.of(
                    ProblemCode.DUPLICATE,
                    "The identifier is that of another entry of the same source.",
                    next.type().fhirName() + ".identifier");
        }
    }

    private static String placeOfPatient(ObjectNode json) {
        return json.path("resourceType").asText() + "." + SubjectReference.elementOf(json);
    }
}
