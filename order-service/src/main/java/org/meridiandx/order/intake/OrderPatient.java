package org.meridiandx.order.intake;

import org.meridiandx.directory.PatientQuery;
import org.meridiandx.directory.PatientQuery.Key;
import org.meridiandx.feeds.Hl7Times;
import org.meridiandx.feeds.PidIdentifier;
import org.meridiandx.feeds.Sender;
import org.meridiandx.hl7v2.Hl7Segment;

/// For whom an order is <- PID-3, PID-2 (see [PidIdentifier]); PID-7 for the cross-check.
record OrderPatient(PatientQuery identifiers, String nhsNumber) {
    static OrderPatient of(Hl7Segment pid, Sender sender) {
        var numbers = PidIdentifier.keys(pid, sender);
        var birthDate = pid.value(7).flatMap(Hl7Times::day).orElse("");
        return new OrderPatient(
                PatientQuery.ofIdentifiers(
                        numbers.stream()
                                .map(number -> new Key(number.system(), number.value()))
                                .toList(),
                        birthDate),
                numbers.stream()
                        .filter(number -> number.kind() == PidIdentifier.Kind.NHS_NUMBER)
                        .findFirst()
                        .map(PidIdentifier::value)
                        .orElse(""));
    }

    @Override
    public String toString() {
        return "OrderPatient[]";
    }
}
