package org.meridiandx.order.guidance.record;

import java.time.Duration;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.StringType;
import org.meridiandx.order.guidance.rules.record.FoundFacts;

/// Parts that answers about a record have in common.
public final class RecordParts {
    private RecordParts() {}

    /// Adds the parameter `unchecked`.
    public static void addUnchecked(Parameters answer, FoundFacts.Unchecked missed) {
        var part = answer.addParameter().setName("unchecked");
        part.addPart().setName("source").setValue(new CodeType(missed.source()));
        part.addPart().setName("reason").setValue(new StringType(missed.reason()));
    }

    /// An age in whole days.
    public static Quantity days(Duration age) {
        return new Quantity()
                .setValue(age.toDays())
                .setUnit("days")
                .setSystem("http://unitsofmeasure.org")
                .setCode("d");
    }
}
