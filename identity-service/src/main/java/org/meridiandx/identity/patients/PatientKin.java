package org.meridiandx.identity.patients;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.identity.patients.content.Restriction;
import org.meridiandx.identity.patients.content.Travelled;
import org.meridiandx.identity.patients.merging.rules.Attribution;
import org.meridiandx.identity.patients.merging.rules.Lineage;
import org.meridiandx.identity.patients.values.FieldGroup;
import org.meridiandx.identity.patients.values.rules.SaidValue;
import org.meridiandx.identity.patients.values.rules.ValueRule;

/// The records that are one patient (or, in a merge, two), with all that was said of them: enough to
/// put together what is served of each.
///
/// What a record says for itself is never changed by a merge. So whatever happened in between, a
/// record that is parted is what it would have been alone.
///
/// @param records by id
public record PatientKin(Lineage lineage, Map<String, PatientRecord> records, List<SaidValue> said) {
    public PatientKin {
        records = Collections.unmodifiableMap(new TreeMap<>(records));
        said = List.copyOf(said);
    }

    static PatientKin of(Collection<PatientRecord> records, List<SaidValue> said) {
        var byId = new TreeMap<String, PatientRecord>();
        records.forEach(record -> byId.put(record.id(), record));
        var lineage =
                Lineage.of(byId.values().stream().map(PatientRecord::member).toList());
        return new PatientKin(lineage, byId, said);
    }

    PatientKin and(PatientKin other) {
        var byId = new TreeMap<>(records);
        byId.putAll(other.records);
        var all = new ArrayList<>(said);
        all.addAll(other.said);
        return new PatientKin(lineage.and(other.lineage), byId, all);
    }

    PatientKin with(PatientRecord record, List<SaidValue> more) {
        var byId = new TreeMap<>(records);
        byId.put(record.id(), record);
        var all = new ArrayList<>(said);
        all.addAll(more);
        return of(byId.values(), all);
    }

    public PatientRecord record(String id) {
        var record = records.get(id);
        if (record == null) {
            throw new IllegalArgumentException("not of this patient");
        }
        return record;
    }

    /// Under which of these records something is kept that names several.
    public PatientRecord named(Collection<String> ids) {
        return record(Attribution.recordOf(lineage, ids));
    }

    boolean hasSaid(String recordId) {
        return said.stream().anyMatch(value -> value.recordId().equals(recordId));
    }

    /// The record with everything that counts for it, restricted or not.
    public Patient whole(String id) {
        var patient = record(id).own();
        ValueRule.inForce(lineage, id, said)
                .forEach((group, value) -> FieldGroup.of(group).copy(patientOf(value), patient));
        mergedInto(id).forEach(merged -> {
            merged.own().getIdentifier().stream()
                    .filter(identifier ->
                            patient.getIdentifier().stream().noneMatch(known -> Travelled.isSame(known, identifier)))
                    .forEach(identifier -> patient.addIdentifier(shown(patient, identifier, merged)));
            if (merged.merge().into().filter(id::equals).isPresent()) {
                patient.addLink(Travelled.link(merged.id(), LinkType.REPLACES));
            }
        });
        record(id)
                .merge()
                .into()
                .ifPresent(next -> patient.setActive(false).addLink(Travelled.link(next, LinkType.REPLACEDBY)));
        return patient;
    }

    /// As [#whole], without what is restricted: by the flag of any record of the same patient.
    Patient served(String id) {
        var patient = whole(id);
        others(id).map(PatientRecord::own).forEach(other -> Restriction.spread(other, patient));
        return Restriction.hide(patient);
    }

    /// The records whose served content may be another when this one changes: those that it is merged
    /// into, last and in their order; of a patient who is restricted, before or after, all.
    Set<String> touchedBy(String id, PatientKin after) {
        var touched = new LinkedHashSet<String>();
        Stream.of(this, after)
                .filter(kin -> kin.isRestricted(id))
                .flatMap(kin -> kin.lineage.under(kin.lineage.rootOf(id)).stream())
                .forEach(touched::add);
        Stream.of(this, after).flatMap(kin -> kin.lineage.chainOf(id).stream()).forEach(touched::addLast);
        return touched;
    }

    private boolean isRestricted(String id) {
        return Stream.concat(Stream.of(record(id)), others(id))
                .map(PatientRecord::own)
                .anyMatch(Restriction::isRestricted);
    }

    private Stream<PatientRecord> others(String id) {
        var root = lineage.rootOf(id);
        return records.values().stream()
                .filter(other ->
                        !other.id().equals(id) && lineage.rootOf(other.id()).equals(root));
    }

    private List<PatientRecord> mergedInto(String id) {
        return lineage.under(id).stream()
                .filter(other -> !other.equals(id))
                .map(this::record)
                .sorted(Comparator.comparing(
                                (PatientRecord record) -> record.merge().at().orElse(Instant.MIN))
                        .thenComparing(PatientRecord::id))
                .toList();
    }

    private static Identifier shown(Patient survivor, Identifier identifier, PatientRecord merged) {
        var shown = Travelled.from(
                identifier, merged.id(), merged.merge().reason(), merged.merge().at());
        var isSecondNumber = isNhsNumber(identifier)
                && survivor.getIdentifier().stream()
                        .anyMatch(known -> isNhsNumber(known) && known.getUse() != IdentifierUse.OLD);
        return isSecondNumber ? shown.setUse(IdentifierUse.OLD) : shown;
    }

    private static boolean isNhsNumber(Identifier identifier) {
        return IdentifierSystems.NHS_NUMBER.equals(identifier.getSystem());
    }

    private static Patient patientOf(SaidValue value) {
        return FhirJson.read(value.value().getBytes(StandardCharsets.UTF_8), Patient.class);
    }
}
