package org.meridiandx.identity.patients.matching;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.identity.patients.Folding;
import org.meridiandx.identity.patients.matching.rules.Description;

/// FHIR Patient → what is compared. From what is served, so nothing restricted is compared.
public final class DescriptionMapper {
    private DescriptionMapper() {}

    public static Description of(Patient patient) {
        var current = patient.getName().stream()
                .filter(name -> !isFormer(name))
                .findFirst()
                .or(() -> patient.getName().stream().findFirst());
        var family = current.map(HumanName::getFamily).map(Folding::name).orElse("");
        var former = patient.getName().stream()
                .map(HumanName::getFamily)
                .filter(name -> name != null)
                .map(Folding::name)
                .filter(name -> !name.isEmpty() && !name.equals(family))
                .collect(Collectors.toCollection(HashSet::new));
        return new Description(
                nhsNumber(patient),
                recordNumbers(patient),
                family,
                former,
                Folding.name(current.map(DescriptionMapper::given).orElse("")),
                birthDate(patient),
                patient.hasGender() ? patient.getGender().toCode() : "",
                patient.getAddress().stream()
                        .filter(address -> address.hasPostalCode())
                        .map(address -> Folding.postcode(address.getPostalCode()))
                        .findFirst()
                        .orElse(""),
                patient.hasMultipleBirthIntegerType()
                        ? Optional.of(patient.getMultipleBirthIntegerType().getValue())
                        : Optional.empty());
    }

    private static boolean isFormer(HumanName name) {
        return name.getUse() == NameUse.OLD
                || name.getUse() == NameUse.MAIDEN
                || name.getUse() == NameUse.NICKNAME
                || name.getPeriod().hasEnd();
    }

    private static String given(HumanName name) {
        return name.getGiven().stream()
                .map(PrimitiveType::getValue)
                .filter(value -> value != null)
                .collect(Collectors.joining(" "));
    }

    private static Optional<String> nhsNumber(Patient patient) {
        return patient.getIdentifier().stream()
                .filter(identifier -> IdentifierSystems.NHS_NUMBER.equals(identifier.getSystem()))
                .filter(identifier -> identifier.getUse() != IdentifierUse.OLD && identifier.hasValue())
                .map(identifier -> identifier.getValue().replace(" ", ""))
                .findFirst();
    }

    private static Set<String> recordNumbers(Patient patient) {
        return patient.getIdentifier().stream()
                .filter(DescriptionMapper::isRecordNumber)
                .map(identifier -> identifier.getSystem() + "|" + identifier.getValue())
                .collect(Collectors.toSet());
    }

    private static boolean isRecordNumber(Identifier identifier) {
        return identifier.hasSystem()
                && identifier.hasValue()
                && identifier.getUse() != IdentifierUse.OLD
                && identifier.getType().getCoding().stream()
                        .anyMatch(coding -> IdentifierSystems.TYPE_MRN.equals(coding.getCode()));
    }

    private static Optional<LocalDate> birthDate(Patient patient) {
        var text = patient.getBirthDateElement().getValueAsString();
        return text != null && text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")
                ? Optional.of(LocalDate.parse(text))
                : Optional.empty();
    }
}
