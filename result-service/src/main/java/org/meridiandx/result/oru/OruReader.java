package org.meridiandx.result.oru;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meridiandx.hl7v2.Hl7Message;
import org.meridiandx.hl7v2.Hl7Segment;

/// Cuts an ORU^R01 into patients and order groups, whatever order the sender put optional segments
/// in.
///
/// **Source:** HL7 v2.5.1 chapter 7.3.1, ORU^R01.
final class OruReader {
    private final List<PatientGroup> patients = new ArrayList<>();
    private @Nullable PatientGroup patient;
    private @Nullable OrderGroup order;
    private OrderGroup.@Nullable Line line;
    private @Nullable Hl7Segment orc;
    private final List<Hl7Segment> early = new ArrayList<>();

    private OruReader() {}

    /// One PID with its results.
    static final class PatientGroup {
        final Hl7Segment pid;
        final List<Hl7Segment> notes = new ArrayList<>();
        final List<OrderGroup> orders = new ArrayList<>();

        @Nullable
        Hl7Segment visit;

        PatientGroup(Hl7Segment pid) {
            this.pid = pid;
        }
    }

    /// @return one group per PID; empty where there is no PID
    static List<PatientGroup> read(Hl7Message message) {
        var reader = new OruReader();
        message.segments().forEach(reader::accept);
        return reader.patients;
    }

    private void accept(Hl7Segment segment) {
        switch (segment.name()) {
            case "PID" -> beginPatient(segment);
            case "PV1" -> visit(segment);
            case "ORC" -> {
                orc = segment;
                order = null;
                line = null;
            }
            case "OBR" -> beginOrder(segment);
            case "OBX" -> addLine(segment);
            case "NTE" -> addNote(segment);
            case "SPM" -> orderFor().specimens.add(segment);
            case "PRT" -> addParticipant(segment);
            default -> {
                // listed in docs/mapping/oru.md; the raw message is kept
            }
        }
    }

    private void beginPatient(Hl7Segment pid) {
        patient = new PatientGroup(pid);
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

    private void beginOrder(Hl7Segment obr) {
        var begun = new OrderGroup(orc, obr);
        begun.notes.addAll(early);
        early.clear();
        order = begun;
        line = null;
        if (patient != null) {
            patient.orders.add(begun);
        }
    }

    /// The order at hand, or one without an OBR where results come without any.
    private OrderGroup orderFor() {
        var current = order;
        if (current == null) {
            current = new OrderGroup(orc, null);
            order = current;
            if (patient != null) {
                patient.orders.add(current);
            }
        }
        return current;
    }

    private void addLine(Hl7Segment obx) {
        var added = new OrderGroup.Line(obx, new ArrayList<>());
        orderFor().lines.add(added);
        line = added;
    }

    /// Those of the order; those of a line follow its OBX.
    private void addParticipant(Hl7Segment prt) {
        if (order != null && line == null) {
            order.participants.add(prt);
        }
    }

    private void addNote(Hl7Segment nte) {
        if (line != null) {
            line.notes().add(nte);
        } else if (order != null) {
            order.notes.add(nte);
        } else if (orc != null) {
            early.add(nte);
        } else if (patient != null) {
            patient.notes.add(nte);
        }
    }
}
