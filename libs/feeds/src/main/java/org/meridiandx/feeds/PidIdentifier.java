package org.meridiandx.feeds;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.hl7v2.Hl7Field;
import org.meridiandx.hl7v2.Hl7Segment;

/// A number of a patient <- PID-3, PID-2, PID-4 (CX), named in one way by whoever registers
/// patients and whoever asks for them.
///
/// **Hazard:** a number that two services name differently finds nobody, or finds somebody else:
/// the account number 7 of a hospital is not its record number 7.
/// **Source:** HL7 v2.5.1 chapter 3, PID, and table 0203; NHS number as CX.4 `NHS`, CX.5 `NH`
/// (and what simulators send).
///
/// @param kind what the number is good for
/// @param system empty for an NHS number that is none
/// @param value as sent; an NHS number as ten digits
/// @param type CX.5 in upper case; may be empty
/// @param authority CX.4.1; may be empty
public record PidIdentifier(Kind kind, String system, String value, String type, String authority) {
    private static final Set<String> RECORD_NUMBERS = Set.of("", "MR", "MRN", "PI", "PT", "U");
    private static final List<Integer> FIELDS = List.of(3, 2, 4);
    private static final List<Integer> PRIOR = List.of(1, 4);
    private static final int ALTERNATE = 4;
    private static final int MAX_IDENTIFIERS = 50;
    private static final int MAX_KEYS = 20;

    /// What a number is good for.
    public enum Kind {
        /// Valid: names one patient of England.
        NHS_NUMBER,
        /// Sent as an NHS number, but its check digit is wrong: kept, and nobody is found by it.
        WRONG_NHS_NUMBER,
        /// Names one patient of the organisation that gave it.
        RECORD_NUMBER,
        /// A driving licence, an account, an alternate number: kept, and nobody is found by it.
        OTHER
    }

    /// All numbers in the order of PID-3, PID-2, PID-4, none twice, at most 50.
    public static List<PidIdentifier> of(Hl7Segment pid, Sender sender) {
        return of(pid, FIELDS, sender);
    }

    /// The numbers that a patient had before a merge or change <- MRG-1, MRG-4, none twice, at most 50.
    public static List<PidIdentifier> prior(Hl7Segment mrg, Sender sender) {
        return of(mrg, PRIOR, sender).stream()
                .filter(identifier -> identifier.kind != Kind.WRONG_NHS_NUMBER)
                .toList();
    }

    private static List<PidIdentifier> of(Hl7Segment segment, List<Integer> fields, Sender sender) {
        var found = new LinkedHashMap<String, PidIdentifier>();
        for (int number : fields) {
            segment.repetitions(number).stream()
                    .map(field -> of(field, fields.equals(FIELDS) ? number : 1, sender))
                    .flatMap(Optional::stream)
                    .forEach(identifier -> found.putIfAbsent(identifier.system + "|" + identifier.value, identifier));
        }
        return found.values().stream().limit(MAX_IDENTIFIERS).toList();
    }

    /// The numbers by which a patient is asked for, at most 20: NHS numbers first, then record
    /// numbers in the order given.
    public static List<PidIdentifier> keys(Hl7Segment pid, Sender sender) {
        var all = of(pid, sender);
        return Stream.of(Kind.NHS_NUMBER, Kind.RECORD_NUMBER)
                .flatMap(kind -> all.stream().filter(identifier -> identifier.kind == kind))
                .limit(MAX_KEYS)
                .toList();
    }

    private static Optional<PidIdentifier> of(Hl7Field field, int number, Sender sender) {
        var authority = field.component(4).orElse("");
        var type = field.component(5).orElse("").toUpperCase(Locale.ROOT);
        return field.value()
                .map(value -> isNational(authority, type)
                        ? national(value, type, authority)
                        : local(value, type, authority, number == ALTERNATE, sender));
    }

    private static boolean isNational(String authority, String type) {
        return authority.toUpperCase(Locale.ROOT).startsWith("NHS") || type.equals("NH") || type.startsWith("NHS");
    }

    private static PidIdentifier national(String value, String type, String authority) {
        return NhsNumber.parse(value)
                .map(valid -> new PidIdentifier(
                        Kind.NHS_NUMBER, IdentifierSystems.NHS_NUMBER, valid.value(), type, authority))
                .orElseGet(() -> new PidIdentifier(Kind.WRONG_NHS_NUMBER, "", value, type, authority));
    }

    private static PidIdentifier local(
            String value, String type, String authority, boolean isAlternate, Sender sender) {
        if (!isAlternate && RECORD_NUMBERS.contains(type)) {
            return new PidIdentifier(Kind.RECORD_NUMBER, sender.system(authority, "mrn"), value, type, authority);
        }
        var name = type.isEmpty() ? "alternate" : type.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-");
        return new PidIdentifier(Kind.OTHER, sender.system(authority, name), value, type, authority);
    }

    @Override
    public String toString() {
        return "PidIdentifier[" + kind + "]";
    }
}
