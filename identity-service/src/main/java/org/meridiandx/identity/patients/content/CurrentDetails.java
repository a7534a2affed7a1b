package org.meridiandx.identity.patients.content;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Address.AddressUse;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.meridiandx.identity.patients.matching.rules.Folding;

/// Which of a patient's names and addresses counts where only one does. Patients are found and
/// compared by the same.
public final class CurrentDetails {
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private CurrentDetails() {}

    /// The official name, else the usual one, else the first that is not an old one.
    public static Optional<HumanName> name(Patient patient) {
        var names = patient.getName();
        return byUse(names, NameUse.OFFICIAL)
                .or(() -> byUse(names, NameUse.USUAL))
                .or(() -> names.stream()
                        .filter(name -> name.getUse() != NameUse.OLD && name.getUse() != NameUse.MAIDEN)
                        .findFirst());
    }

    /// All given names, folded.
    public static String given(HumanName name) {
        return Folding.name(name.getGiven().stream()
                .map(PrimitiveType::getValue)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" ")));
    }

    /// Where it has a day.
    public static Optional<LocalDate> birthDate(Patient patient) {
        return Optional.ofNullable(patient.getBirthDateElement().getValueAsString())
                .filter(DAY.asMatchPredicate())
                .map(LocalDate::parse);
    }

    /// Of the home before others, of none that has ended or is old; folded.
    public static Optional<String> postcode(Patient patient) {
        return patient.getAddress().stream()
                .filter(address -> address.hasPostalCode()
                        && address.getUse() != AddressUse.OLD
                        && !address.getPeriod().hasEnd())
                .min(Comparator.comparingInt(address -> address.getUse() == AddressUse.HOME ? 0 : 1))
                .map(address -> Folding.postcode(address.getPostalCode()))
                .filter(text -> !text.isEmpty());
    }

    private static Optional<HumanName> byUse(List<HumanName> names, NameUse use) {
        return names.stream()
                .filter(name -> name.getUse() == use && !name.getPeriod().hasEnd())
                .findFirst();
    }
}
