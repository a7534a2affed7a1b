package org.meridiandx.result.oru;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meridiandx.hl7v2.Hl7Message;
import org.meridiandx.hl7v2.Hl7Segment;

/// Cuts an OUL into patients and order groups. It differs from an ORU in what leads: in R22 and R23 a
/// specimen stands before the orders that were done on it, and from R22 on the ORC follows its OBR.
///
/// **Source:** HL7 v2.5.1 chapter 7.3.5 to 7.3.8, OUL^R21 to OUL^R24.
final class OulReader {
    private static final Set<String> SPECIMEN_FIRST = Set.of("R22", "R23");
    private final List<OruReader.PatientGroup> patients = new ArrayList<>();
    private final boolean isSpecimenFirst;
    private final boolean isOrcAfter;
    private final List<Hl7Segment> specimens = new ArrayList<>();
    private final List<OrderGroup.Line> ofSpecimen = new ArrayList<>();
    private final List<Hl7Segment> early = new ArrayList<>();
    private OruReader.@Nullable PatientGroup patient;
    private @Nullable OrderGroup order;
    private OrderGroup.@Nullable Line line;
    private @Nullable Hl7Segment orc;
    private boolean specimensUsed;

    private OulReader(String event) {
        this.isSpecimenFirst = SPECIMEN_FIRST.contains(event);
        this.isOrcAfter = !event.equals("R21");
    }

    /// @param event MSH-9.2
    /// @return one group per PID; empty where there is no PID (a message about a control, not a patient)
    static List<OruReader.PatientGroup> read(Hl7Message message, String event) {
        var reader = new OulReader(event);
        message.segments().forEach(reader::accept);
        reader.finish();
        return reader.patients;
    }

    private void accept(Hl7Segment segment) {
        switch (segment.name()) {
            case "PID" -> beginPatient(segment);
            case "PV1" -> visit(segment);
            case "SPM" -> specimen(segment);
            case "ORC" -> orc(segment);
            case "OBR" -> beginOrder(segment);
            case "OBX" -> addLine(segment);
            case "NTE" -> addNote(segment);
            default -> {
                // listed in docs/mapping/oru.md; the raw message is kept
            }
        }
    }

    private void beginPatient(Hl7Segment pid) {
        finish();
        patient = new OruReader.PatientGroup(pid);
        patients.add(patient);
        order = null;
        line = null;
        orc = null;
    }

    private void visit(Hl7Segment pv1) {
        if (patient != null) {
            patient.visit = pv1;
        }
    }

    private void specimen(Hl7Segment spm) {
        if (!isSpecimenFirst) {
            orderFor().specimens.add(spm);
            return;
        }
        if (specimensUsed) {
            specimens.clear();
            specimensUsed = false;
        }
        specimens.add(spm);
        order = null;
        line = null;
    }

    private void orc(Hl7Segment segment) {
        var current = order;
        if (isOrcAfter && current != null && current.orc == null && line == null) {
            current.orc = segment;
            return;
        }
        orc = segment;
        order = null;
        line = null;
    }

    private void beginOrder(Hl7Segment obr) {
        var begun = begin(obr);
        begun.notes.addAll(early);
        early.clear();
    }

    private OrderGroup begin(@Nullable Hl7Segment obr) {
        var begun = new OrderGroup(orc, obr);
        begun.specimens.addAll(specimens);
        begun.lines.addAll(ofSpecimen);
        ofSpecimen.clear();
        specimensUsed = true;
        orc = isOrcAfter ? null : orc;
        order = begun;
        line = null;
        if (patient != null) {
            patient.orders.add(begun);
        }
        return begun;
    }

    private OrderGroup orderFor() {
        var current = order;
        return current == null ? begin(null) : current;
    }

    /// What is seen of a specimen before its first order belongs to that order's report.
    private void addLine(Hl7Segment obx) {
        var added = new OrderGroup.Line(obx, new ArrayList<>());
        line = added;
        if (order == null && orc == null && !specimens.isEmpty() && !specimensUsed) {
            ofSpecimen.add(added);
        } else {
            orderFor().lines.add(added);
        }
    }

    private void addNote(Hl7Segment nte) {
        if (line != null) {
            line.notes().add(nte);
        } else if (order != null) {
            order.notes.add(nte);
        } else if (orc != null || !specimens.isEmpty()) {
            early.add(nte);
        } else if (patient != null) {
            patient.notes.add(nte);
        }
    }

    /// What no order came for: what was seen of the last specimen makes a report of its own, and a
    /// specimen without anything is one that the sender put behind its order.
    private void finish() {
        if (patient != null && !specimensUsed && !specimens.isEmpty()) {
            if (ofSpecimen.isEmpty() && !patient.orders.isEmpty()) {
                patient.orders.getLast().specimens.addAll(specimens);
            } else {
                begin(null).notes.addAll(early);
            }
        }
        specimens.clear();
        ofSpecimen.clear();
        early.clear();
        specimensUsed = false;
    }
}
