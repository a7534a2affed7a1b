package org.meridiandx.identity.patients;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Patient;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.identity.patients.content.Travelled;
import org.meridiandx.identity.patients.values.FieldGroup;
import org.meridiandx.identity.patients.values.TrustOrder;
import org.meridiandx.identity.patients.values.rules.SaidValue;

/// What a source wants a record to be, worked out against what it is.
///
/// @param own the record's own content after the change, trust apart
/// @param groups that the source says anew
record PatientChange(
        PatientKin kin, PatientRecord record, Patient own, Set<FieldGroup> groups, PatientRegistry.Source source) {

    /// @param wanted as the source would have the record served
    static PatientChange of(PatientKin kin, String recordId, Patient wanted, PatientRegistry.Source source) {
        var record = kin.record(recordId);
        var before = kin.whole(recordId);
        var groups = EnumSet.noneOf(FieldGroup.class);
        for (var group : FieldGroup.values()) {
            if (!group.isSame(before, wanted) || isTakenBack(kin, record, group, wanted, source)) {
                groups.add(group);
            }
        }
        var own = wanted.copy();
        var earlier = record.own();
        for (var group : FieldGroup.values()) {
            if (!groups.contains(group)) {
                group.copy(earlier, own);
            }
        }
        if (record.merge().into().isPresent()) {
            own.setActiveElement(earlier.getActiveElement()); // inactive by the merge, not by its own word
        }
        kin.records().values().stream()
                .filter(other -> !other.id().equals(recordId))
                .flatMap(other -> other.own().getIdentifier().stream())
                .filter(theirs -> earlier.getIdentifier().stream().noneMatch(mine -> Travelled.isSame(mine, theirs)))
                .forEach(theirs -> own.getIdentifier().removeIf(mine -> Travelled.isSame(mine, theirs)));
        return new PatientChange(kin, record, own, groups, source);
    }

    /// The source agrees now with what is in force, after having said otherwise.
    private static boolean isTakenBack(
            PatientKin kin, PatientRecord record, FieldGroup group, Patient wanted, PatientRegistry.Source source) {
        return kin.said().stream()
                .filter(value -> value.recordId().equals(record.id())
                        && value.group().equals(group.code())
                        && value.source().equals(source.name()))
                .reduce((earlier, later) -> later)
                .map(last -> !last.value().equals(group.textOf(wanted)))
                .orElse(false);
    }

    boolean isNothing() {
        return groups.isEmpty() && Arrays.equals(PatientStore.ownBytes(own), record.ownContent());
    }

    /// @param fresh what is to be kept of who said what
    record Said(PatientKin after, List<SaidValue> fresh) {}

    Said said(TrustOrder trust, Instant now, String fingerprint) {
        var fresh = new ArrayList<SaidValue>();
        if (isOfSeveral() && !groups.isEmpty()) {
            kin.lineage().chainOf(record.id()).stream()
                    .map(kin::record)
                    .filter(other -> !kin.hasSaid(other.id()))
                    .forEach(other -> fresh.addAll(known(other, trust)));
            groups.forEach(group -> fresh.add(new SaidValue(
                    record.id(),
                    group.code(),
                    source.name(),
                    trust.rankOf(source.kind(), group),
                    now,
                    group.textOf(own))));
        }
        var organisations = new TreeSet<>(record.resource().organisations());
        Optional.of(source.name()).filter(name -> source.isRegistered()).ifPresent(organisations::add);
        var resource = record.resource();
        var changed = new PatientRecord(
                new StoredResource(
                        resource.id(),
                        resource.version(),
                        resource.lastUpdated(),
                        resource.patientId(),
                        organisations,
                        resource.content()),
                PatientStore.ownBytes(own),
                fingerprint,
                isOfSeveral() ? record.word() : new PatientRecord.Word(source.name(), source.kind(), now),
                record.merge());
        return new Said(kin.with(changed, fresh), fresh);
    }

    /// As long as one source alone speaks of one record alone, the record is all there is to keep.
    private boolean isOfSeveral() {
        return kin.records().size() > 1
                || kin.hasSaid(record.id())
                || !record.word().source().equals(source.name());
    }

    /// What the record said before anybody else spoke of it.
    private static List<SaidValue> known(PatientRecord record, TrustOrder trust) {
        var own = record.own();
        var known = new ArrayList<SaidValue>();
        for (var group : FieldGroup.values()) {
            if (!group.isSame(own, new Patient())) {
                known.add(new SaidValue(
                        record.id(),
                        group.code(),
                        record.word().source(),
                        trust.rankOf(record.word().kind(), group),
                        record.word().at(),
                        group.textOf(own)));
            }
        }
        return known;
    }
}
