package org.meridiandx.identity.patients.matching;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.identity.patients.content.CurrentDetails;
import org.meridiandx.identity.patients.matching.rules.Description;
import org.meridiandx.identity.patients.matching.rules.Folding;

/// FHIR Patient → what is compared. From what is served, so nothing restricted is compared.
public final class DescriptionMapper {
    private DescriptionMapper() {}

    public static Description of(Patient patient) {
        var current = CurrentDetails.name(patient);
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
                current.map(CurrentDetails::given).orElse(""),
                CurrentDetails.birthDate(patient),
                patient.hasGender() ? patient.getGender().toCode() : "",
                CurrentDetails.postcode(patient).orElse(""),
                patient.hasMultipleBirthIntegerType()
                        ? Optional.of(patient.getMultipleBirthIntegerType().getValue())
                        : Optional.empty());
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
}
