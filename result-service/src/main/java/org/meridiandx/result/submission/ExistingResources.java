package org.meridiandx.result.submission;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.meridiandx.fhir.IdentifierQuery;
import org.meridiandx.result.filing.PatientRef;
import org.meridiandx.result.filing.ResultFiling.OnRecord;
import org.meridiandx.result.filing.ResultFiling.Part;
import org.meridiandx.result.matching.FilingDesk;
import org.meridiandx.result.record.entries.EntryFiling;
import org.meridiandx.result.record.entries.EntryKey;
import org.meridiandx.result.record.entries.EntryVersion;
import org.meridiandx.result.record.types.RecordType;

/// What of a submission is on record already: by `If-None-Exist`, and reports and entries by their number.
@ApplicationScoped
class ExistingResources {
    /// Types with their tables of resources and of identifiers.
    private static final List<Kind> KINDS = kinds();
    private static final String IF_NONE_EXIST = """
            select distinct asked.place, r.id, r.version
            from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as asked(place, value, system, patient_id)
            join %2$s i on i.value = asked.value and (asked.system = '' or i.system = asked.system)
            join %1$s r on r.id = i.resource_id
            left join patient_standing s on s.recorded_patient_id = r.recorded_patient_id
            where coalesce(s.patient_id, r.patient_id) = asked.patient_id""";
    private final FilingDesk desk;
    private final EntryFiling entries;

    ExistingResources(FilingDesk desk, EntryFiling entries) {
        this.desk = desk;
        this.entries = entries;
    }

    private record Kind(String type, String table, String identifiers) {}

    private static List<Kind> kinds() {
        var kinds = new ArrayList<>(List.of(
                new Kind("DiagnosticReport", "diagnostic_report", "diagnostic_report_identifier"),
                new Kind("Observation", "observation", "observation_identifier"),
                new Kind("Specimen", "specimen", "specimen_identifier")));
        for (var type : RecordType.values()) {
            kinds.add(new Kind(type.fhirName(), type.shape().table(), "record_identifier"));
        }
        return List.copyOf(kinds);
    }

    /// @param byPlace matches of `If-None-Exist`, by the place of the item
    /// @param byKey reports on record, locked
    /// @param parts their lines and specimens
    /// @param owners patients of these reports, by report id
    /// @param entries of the shared record, locked
    record Found(
            Map<String, List<Submitted>> byPlace,
            Map<String, OnRecord> byKey,
            List<Part> parts,
            Map<String, PatientRef> owners,
            Map<EntryKey, EntryVersion> entries) {

        /// All versions and lines of a report stay with the record that it was filed under first.
        ///
        /// @param said the patient that the submission names
        PatientRef ownerOf(String reportId, PatientRef said) {
            var owner = owners.getOrDefault(reportId, said);
            return owner.isKnown() && owner.isSameAs(said) ? owner : said;
        }
    }

    /// As many statements as there are types at the most, however many items.
    ///
    /// @param source ODS code of who submits them
    Uni<Found> find(SqlClient connection, List<Resolved> items, String source) {
        var byPlace = new HashMap<String, List<Submitted>>();
        Uni<Void> asked = Uni.createFrom().voidItem();
        for (var kind : KINDS) {
            var conditional = items.stream()
                    .filter(item ->
                            item.type().equals(kind.type()) && item.condition().isPresent())
                    .toList();
            if (!conditional.isEmpty()) {
                asked = asked.chain(() -> ifNoneExist(connection, kind, conditional, byPlace));
            }
        }
        var keys = items.stream()
                .filter(item -> item.type().equals("DiagnosticReport"))
                .map(item -> ReportKey.of(item.json()))
                .filter(key -> !key.isEmpty())
                .sorted()
                .toList();
        return asked.chain(() -> desk.filing().findByKeys(connection, keys))
                .chain(byKey -> withParts(connection, byPlace, byKey))
                .chain(found -> withEntries(connection, found, items, source));
    }

    private Uni<Found> withEntries(SqlClient connection, Found found, List<Resolved> items, String source) {
        var keys = items.stream()
                .flatMap(item -> item.entryKey(source).stream())
                .distinct()
                .toList();
        return entries.find(connection, keys)
                .chain(known -> inForce(connection, known))
                .map(known -> new Found(found.byPlace(), found.byKey(), found.parts(), found.owners(), known));
    }

    private Uni<Map<EntryKey, EntryVersion>> inForce(SqlClient connection, Map<EntryKey, EntryVersion> known) {
        return desk.inForce(
                        connection,
                        known.values().stream().map(EntryVersion::patient).toList())
                .map(standings -> {
                    var inForce = new HashMap<EntryKey, EntryVersion>();
                    known.forEach((key, entry) -> inForce.put(key, entry.in(standings)));
                    return inForce;
                });
    }

    private Uni<Found> withParts(
            SqlClient connection, Map<String, List<Submitted>> byPlace, Map<String, OnRecord> byKey) {
        var patients = byKey.values().stream().map(OnRecord::patient).toList();
        var ids = byKey.values().stream().map(OnRecord::id).toList();
        return Uni.combine()
                .all()
                .unis(desk.inForce(connection, patients), desk.filing().findParts(connection, ids))
                .asTuple()
                .map(found -> {
                    var inForce = new HashMap<String, OnRecord>();
                    byKey.forEach((key, known) -> inForce.put(key, known.in(found.getItem1())));
                    var owners = new HashMap<String, PatientRef>();
                    inForce.values().forEach(known -> owners.put(known.id(), known.patient()));
                    return new Found(byPlace, inForce, found.getItem2(), owners, Map.of());
                });
    }

    private static Uni<Void> ifNoneExist(
            SqlClient connection, Kind kind, List<Resolved> items, Map<String, List<Submitted>> byPlace) {
        var asked = items.stream().flatMap(item -> item.condition().stream()).toList();
        var arguments = Tuple.of(
                items.stream().map(item -> item.item().place()).toArray(String[]::new),
                asked.stream().map(IdentifierQuery::value).toArray(String[]::new),
                asked.stream().map(IdentifierQuery::system).toArray(String[]::new),
                items.stream().map(item -> item.match().patient().patientId()).toArray(String[]::new));
        return connection
                .preparedQuery(IF_NONE_EXIST.formatted(kind.table(), kind.identifiers()))
                .execute(arguments)
                .invoke(rows ->
                        rows.forEach(row -> byPlace.computeIfAbsent(row.getString(0), place -> new ArrayList<>())
                                .add(new Submitted(
                                        kind.type(), row.getString(1), row.getInteger(2), Submitted.Outcome.EXISTING))))
                .replaceWithVoid();
    }
}
