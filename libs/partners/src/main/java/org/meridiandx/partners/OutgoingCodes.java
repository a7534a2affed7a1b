package org.meridiandx.partners;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.meridiandx.fhir.IdentifierSystems;

/// Codes, times and people of FHIR as HL7 v2 writes them: CE, TS, XCN.
///
/// **Source:** HL7 v2.5.1 chapter 2A; table 0396.
///
/// @param preferred URI of the code system that the partner knows; may be empty
public record OutgoingCodes(String preferred) {
    /// Year, month, day, hour, minute, second, and the zone.
    private static final Pattern TIME = Pattern.compile("(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d)"
            + "(?:T(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.\\d+)?)?(Z|[+-]\\d\\d:\\d\\d)?)?)?)?");
    private static final String HL7_TABLE = "http://terminology.hl7.org/CodeSystem/v2-";

    /// CE.1 to CE.3 <- the preferred coding, else the first; CE.4 to CE.6 <- the next; CE.2 <- text
    /// where there is no code
    public String concept(CodeableConcept concept) {
        var codings = new ArrayList<Coding>();
        concept.getCoding().stream().filter(this::isPreferred).forEach(codings::add);
        concept.getCoding().stream().filter(coding -> !isPreferred(coding)).forEach(codings::add);
        codings.removeIf(coding -> !coding.hasCode());
        if (codings.isEmpty()) {
            return SegmentWriter.join("", textOf(concept.getText()));
        }
        var parts = new ArrayList<String>();
        for (var coding : codings.subList(0, Math.min(2, codings.size()))) {
            var display = coding.hasDisplay() ? coding.getDisplay() : textOf(concept.getText());
            parts.addAll(List.of(coding.getCode(), display, systemOf(coding)));
        }
        return SegmentWriter.join(parts.toArray(String[]::new));
    }

    private boolean isPreferred(Coding coding) {
        return !preferred.isEmpty() && preferred.equals(coding.getSystem());
    }

    /// Table 0396; what is no code system of the world is local.
    private static String systemOf(Coding coding) {
        var system = textOf(coding.getSystem());
        return switch (system) {
            case IdentifierSystems.SNOMED -> "SCT";
            case IdentifierSystems.LOINC -> "LN";
            case IdentifierSystems.NICIP -> "NICIP";
            case IdentifierSystems.UCUM -> "UCUM";
            case "http://hl7.org/fhir/sid/icd-10" -> "I10";
            default -> system.startsWith(HL7_TABLE) ? "HL7" + system.substring(HL7_TABLE.length()) : "L";
        };
    }

    /// What people read of a concept.
    public static String wordsOf(CodeableConcept concept) {
        var coding = concept.getCodingFirstRep();
        return concept.hasText()
                ? concept.getText()
                : textOf(coding.hasDisplay() ? coding.getDisplay() : coding.getCode());
    }

    /// TS of the same precision, to the second <- a FHIR dateTime or instant; without a zone where
    /// it has none
    ///
    /// @throws IllegalArgumentException for what is no time
    public static String time(BaseDateTimeType time) {
        var text = textOf(time.getValueAsString());
        if (text.isEmpty()) {
            return "";
        }
        var parts = TIME.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no FHIR dateTime");
        }
        var zone = textOf(parts.group(7));
        return IntStream.rangeClosed(1, 6)
                        .mapToObj(part -> textOf(parts.group(part)))
                        .collect(Collectors.joining())
                + (zone.equals("Z") ? "+0000" : zone.replace(":", ""));
    }

    /// What people read of any other value: each of its elements by name.
    public static String wordsOf(Base value) {
        return switch (value) {
            case CodeableConcept concept -> wordsOf(concept);
            case Quantity quantity -> wordsOf(quantity);
            default -> value.isPrimitive() ? textOf(value.primitiveValue()) : elementsOf(value);
        };
    }

    private static String wordsOf(Quantity quantity) {
        var unit = textOf(quantity.hasUnit() ? quantity.getUnit() : quantity.getCode());
        return (comparatorOf(quantity) + numberOf(quantity) + " " + unit).strip();
    }

    private static String elementsOf(Base value) {
        return value.children().stream()
                .filter(element -> !element.getValues().stream().allMatch(Base::isEmpty))
                .map(element -> element.getName().replace("[x]", "") + " "
                        + element.getValues().stream()
                                .map(OutgoingCodes::wordsOf)
                                .collect(Collectors.joining(" and ")))
                .collect(Collectors.joining(", "));
    }

    /// `<`, `<=`, `>=` or `>`; empty where the value is exact
    public static String comparatorOf(Quantity quantity) {
        return quantity.hasComparator() ? quantity.getComparator().toCode() : "";
    }

    public static String numberOf(Quantity quantity) {
        return quantity.hasValue() ? quantity.getValue().toPlainString() : "";
    }

    /// XCN.1 <- identifier; XCN.2 <- display, whole, because no part of it is certain to be the
    /// family name
    public static String person(Reference person) {
        return SegmentWriter.join(textOf(person.getIdentifier().getValue()), textOf(person.getDisplay()));
    }

    /// Table 0001 <- FHIR's administrative gender
    public static String sex(String gender) {
        return switch (gender) {
            case "female" -> "F";
            case "male" -> "M";
            case "other" -> "O";
            default -> "U";
        };
    }

    /// Empty where there is none.
    public static String textOf(@org.jspecify.annotations.Nullable String text) {
        return Optional.ofNullable(text).orElse("");
    }
}
