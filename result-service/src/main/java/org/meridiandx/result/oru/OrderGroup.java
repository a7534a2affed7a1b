package org.meridiandx.result.oru;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meridiandx.hl7v2.Hl7Segment;

/// One OBR of a message with what belongs to it.
final class OrderGroup {
    @Nullable
    Hl7Segment orc;

    final @Nullable Hl7Segment obr;
    final List<Hl7Segment> notes = new ArrayList<>();
    final List<Line> lines = new ArrayList<>();
    final List<Hl7Segment> specimens = new ArrayList<>();
    /// PRT of the order.
    final List<Hl7Segment> participants = new ArrayList<>();

    OrderGroup(@Nullable Hl7Segment orc, @Nullable Hl7Segment obr) {
        this.orc = orc;
        this.obr = obr;
    }

    /// An OBX with its NTEs.
    record Line(Hl7Segment obx, List<Hl7Segment> notes) {}

    /// A component of the OBR's first repetition, else of the ORC's field that says the same.
    Optional<String> either(int obrField, int orcField, int component) {
        var request = obr;
        var control = orc;
        var fromObr = request == null ? Optional.<String>empty() : request.value(obrField, component);
        return fromObr.isPresent() || control == null ? fromObr : control.value(orcField, component);
    }

    Optional<String> obr(int field) {
        return obr == null ? Optional.empty() : obr.value(field);
    }
}
