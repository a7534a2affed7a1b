package org.meridiandx.identity.adt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Identifier;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.hl7v2.Hl7Field;
import org.meridiandx.hl7v2.Hl7Segment;

/// PID-3, PID-2 and PID-4 (CX) → Patient.identifier.
///
/// **Source:** HL7 v2.5.1 chapter 3, table 0203; NHS number as CX.4 `NHS`, CX.5 `NH` (and what
/// simulators send).
final class IdentifierMapper {
    private static final Set<String> RECORD_NUMBERS = Set.of("", "MR", "MRN", "PI", "PT", "U");
    private static final int MAX_IDENTIFIERS = 50;
    private final AdtSender sender;

    IdentifierMapper(AdtSender sender) {
        this.sender = sender;
    }

    List<Identifier> map(Hl7Segment pid) {
        var found = new ArrayList<Identifier>();
        for (var field : List.of(3, 2, 4)) {
            for (var repetition : pid.repetitions(field)) {
                identifierOf(repetition, field)
                        .filter(identifier -> found.size() < MAX_IDENTIFIERS)
                        .filter(identifier -> found.stream().noneMatch(known -> isSame(known, identifier)))
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    /// Adds what is new; identifiers that the message does not repeat stay: other organisations gave
    /// them.
    static void add(List<Identifier> known, List<Identifier> fresh) {
        for (var identifier : fresh) {
            if (known.stream().noneMatch(other -> isSame(other, identifier))) {
                known.add(identifier);
            }
        }
    }

    private Optional<Identifier> identifierOf(Hl7Field field, int number) {
        var value = field.value();
        if (value.isEmpty()) {
            return Optional.empty();
        }
        var authority = field.component(4).orElse("");
        var type = field.component(5).orElse("").toUpperCase(Locale.ROOT);
        if (isNhs(authority, type)) {
            return Optional.of(nhsNumber(value.get()));
        }
        var isRecordNumber = number != 4 && RECORD_NUMBERS.contains(type);
        var kind = isRecordNumber ? "mrn" : type.isEmpty() ? "alternate" : type.toLowerCase(Locale.ROOT);
        var identifier = new Identifier()
                .setSystem(sender.system(authority, kind.replaceAll("[^a-z0-9]", "-")))
                .setValue(value.get());
        identifier
                .getType()
                .addCoding()
                .setSystem(IdentifierSystems.IDENTIFIER_TYPE)
                .setCode(isRecordNumber ? IdentifierSystems.TYPE_MRN : type.isEmpty() ? "U" : type);
        if (!authority.isEmpty()) {
            identifier.getAssigner().setDisplay(authority);
        }
        return Optional.of(identifier);
    }

    static boolean isNhs(String authority, String type) {
        return authority.toUpperCase(Locale.ROOT).startsWith("NHS") || type.equals("NH") || type.startsWith("NHS");
    }

    /// A wrong number is kept as it was sent, but not as an NHS number: nobody is found by it.
    private static Identifier nhsNumber(String value) {
        var number = NhsNumber.parse(value);
        if (number.isPresent()) {
            return new Identifier()
                    .setSystem(IdentifierSystems.NHS_NUMBER)
                    .setValue(number.get().value());
        }
        var identifier = new Identifier().setValue(value);
        identifier.getType().setText("NHS number as sent, check digit wrong");
        return identifier;
    }

    private static boolean isSame(Identifier one, Identifier other) {
        return String.valueOf(one.getSystem()).equals(String.valueOf(other.getSystem()))
                && String.valueOf(one.getValue()).equals(String.valueOf(other.getValue()));
    }
}
