package org.meridiandx.order.intake;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.hl7v2.Hl7Field;
import org.meridiandx.hl7v2.Hl7Segment;
import org.meridiandx.order.patients.PatientIdentifiers;
import org.meridiandx.order.patients.PatientIdentifiers.Key;

/// For whom an order is <- PID-3 (all repetitions), else PID-2, PID-4; PID-7 for the cross-check.
///
/// NHS numbers come first, then hospital numbers in the order given. **Source:** HL7 v2.5.1 chapter 3, PID.
record OrderPatient(PatientIdentifiers identifiers, String nhsNumber) {
    private static final int MOST = 20;

    static OrderPatient of(Hl7Segment pid, Sender sender) {
        var national = new LinkedHashSet<Key>();
        var local = new LinkedHashSet<Key>();
        var fields = new ArrayList<>(pid.repetitions(3));
        if (fields.isEmpty()) {
            fields.addAll(pid.repetitions(2));
            fields.addAll(pid.repetitions(4));
        }
        for (var field : fields) {
            nhsNumber(field).ifPresent(number -> national.add(new Key(IdentifierSystems.NHS_NUMBER, number.value())));
            hospitalNumber(field, sender).ifPresent(local::add);
        }
        var all = new ArrayList<>(national);
        all.addAll(local);
        var birthDate = pid.value(7).flatMap(Hl7Times::day).orElse("");
        return new OrderPatient(
                new PatientIdentifiers(List.copyOf(all.subList(0, Math.min(all.size(), MOST))), birthDate),
                national.stream().findFirst().map(Key::value).orElse(""));
    }

    private static Optional<NhsNumber> nhsNumber(Hl7Field field) {
        return isNational(field) ? field.value().flatMap(NhsNumber::parse) : Optional.empty();
    }

    private static boolean isNational(Hl7Field field) {
        var authority = field.component(4).orElse("").toUpperCase(Locale.ROOT);
        var type = field.component(5).orElse("").toUpperCase(Locale.ROOT);
        return authority.startsWith("NHS") || type.equals("NH") || type.startsWith("NHS");
    }

    private static Optional<Key> hospitalNumber(Hl7Field field, Sender sender) {
        var authority = field.component(4).orElse("");
        return isNational(field)
                ? Optional.empty()
                : field.value().map(value -> new Key(mrnSystem(authority, sender), value));
    }

    private static String mrnSystem(String authority, Sender sender) {
        return OdsCode.parse(authority.isBlank() ? sender.facility() : authority)
                .map(code -> IdentifierSystems.local(code, "mrn"))
                .orElseGet(() -> sender.system(authority, "mrn"));
    }

    @Override
    public String toString() {
        return "OrderPatient[]";
    }
}
