package org.meridiandx.result.intake;

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
import org.meridiandx.result.filing.Token;
import org.meridiandx.result.matching.PatientQuery;

/// Whose result it is <- PID-3 (all repetitions), PID-2, PID-7.
///
/// **Source:** HL7 v2.5.1 chapter 3, PID; NHS number as CX.4 `NHS`, CX.5 `NH`.
final class PatientIdentifiers {
    private static final int MAX_IDENTIFIERS = 20;
    private final Sender sender;

    PatientIdentifiers(Sender sender) {
        this.sender = sender;
    }

    /// NHS numbers first, then hospital numbers in the order given.
    PatientQuery map(Hl7Segment pid) {
        var national = new LinkedHashSet<Token>();
        var local = new LinkedHashSet<Token>();
        var fields = new ArrayList<>(pid.repetitions(3));
        fields.addAll(pid.repetitions(2));
        for (var field : fields) {
            nhsNumber(field).ifPresent(number -> national.add(new Token(IdentifierSystems.NHS_NUMBER, number.value())));
            hospitalNumber(field).ifPresent(local::add);
        }
        var all = new ArrayList<Token>(national);
        all.addAll(local);
        var some = all.subList(0, Math.min(all.size(), MAX_IDENTIFIERS));
        return new PatientQuery(
                "", List.copyOf(some), pid.value(7).flatMap(Hl7Times::day).orElse(""));
    }

    private static Optional<NhsNumber> nhsNumber(Hl7Field field) {
        var authority = field.component(4).orElse("").toUpperCase(Locale.ROOT);
        var type = field.component(5).orElse("").toUpperCase(Locale.ROOT);
        var isNhs = authority.startsWith("NHS") || type.equals("NH") || type.startsWith("NHS");
        return isNhs ? field.value().flatMap(NhsNumber::parse) : Optional.empty();
    }

    private Optional<Token> hospitalNumber(Hl7Field field) {
        var authority = field.component(4).orElse("");
        var type = field.component(5).orElse("").toUpperCase(Locale.ROOT);
        if (authority.toUpperCase(Locale.ROOT).startsWith("NHS") || type.startsWith("NH")) {
            return Optional.empty();
        }
        return field.value().map(value -> new Token(mrnSystem(authority), value));
    }

    /// As identity-service names them: by the assigner's ODS code where it is one.
    private String mrnSystem(String authority) {
        return OdsCode.parse(authority.isBlank() ? sender.facility() : authority)
                .map(code -> IdentifierSystems.local(code, "mrn"))
                .orElseGet(() -> sender.system(authority, "mrn"));
    }
}
