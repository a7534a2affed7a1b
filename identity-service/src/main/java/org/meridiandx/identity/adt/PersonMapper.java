package org.meridiandx.identity.adt;

import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.HumanName;
import org.meridiandx.hl7v2.Hl7Field;

/// Names, addresses and telephone numbers: XPN, XAD, XTN → FHIR. **Source:** HL7 v2.5.1 chapter 2A.
final class PersonMapper {
    private PersonMapper() {}

    // HumanName <- XPN
    static Optional<HumanName> name(Hl7Field field) {
        var name = new HumanName();
        field.component(1).ifPresent(name::setFamily);
        field.component(2).ifPresent(name::addGiven);
        field.component(3).ifPresent(name::addGiven);
        field.component(4).ifPresent(name::addSuffix);
        field.component(5).ifPresent(name::addPrefix);
        field.component(6).ifPresent(name::addSuffix);
        name.setUse(nameUse(field.component(7).orElse("").toUpperCase(Locale.ROOT)));
        return name.hasFamily() || name.hasGiven() ? Optional.of(name) : Optional.empty();
    }

    // HumanName.use <- XPN.7 (table 0200)
    private static HumanName.NameUse nameUse(String type) {
        return switch (type) {
            case "M" -> HumanName.NameUse.MAIDEN;
            case "N" -> HumanName.NameUse.NICKNAME;
            case "A" -> HumanName.NameUse.OLD;
            case "D" -> HumanName.NameUse.USUAL;
            case "S" -> HumanName.NameUse.ANONYMOUS;
            case "T" -> HumanName.NameUse.TEMP;
            default -> HumanName.NameUse.OFFICIAL;
        };
    }

    // Address <- XAD
    static Optional<Address> address(Hl7Field field) {
        var address = new Address();
        field.component(1).ifPresent(address::addLine);
        field.component(2).ifPresent(address::addLine);
        field.component(3).ifPresent(address::setCity);
        field.component(4).ifPresent(address::setState);
        field.component(5).ifPresent(address::setPostalCode);
        field.component(6).ifPresent(address::setCountry);
        field.component(9).ifPresent(address::setDistrict);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        addressUse(field.component(7).orElse("").toUpperCase(Locale.ROOT)).ifPresent(address::setUse);
        return Optional.of(address);
    }

    // Address.use <- XAD.7 (table 0190)
    private static Optional<Address.AddressUse> addressUse(String type) {
        return switch (type) {
            case "H", "P", "HOME", "CURRENT" -> Optional.of(Address.AddressUse.HOME);
            case "B", "O" -> Optional.of(Address.AddressUse.WORK);
            case "C", "TMP" -> Optional.of(Address.AddressUse.TEMP);
            case "BA" -> Optional.of(Address.AddressUse.OLD);
            default -> Optional.empty();
        };
    }

    // ContactPoint <- XTN
    static Optional<ContactPoint> telecom(Hl7Field field, ContactPoint.ContactPointUse use) {
        var equipment = field.component(3).orElse("").toUpperCase(Locale.ROOT);
        var isMail = equipment.equals("INTERNET")
                || equipment.equals("X.400")
                || field.component(2).orElse("").equalsIgnoreCase("NET");
        var number = isMail ? field.component(4).or(() -> field.component(1)) : number(field);
        return number.map(value -> new ContactPoint()
                .setSystem(isMail ? ContactPoint.ContactPointSystem.EMAIL : system(equipment))
                .setValue(value)
                .setUse(equipment.equals("CP") ? ContactPoint.ContactPointUse.MOBILE : use));
    }

    /// XTN.1 as written, else country, area and local number put together, else XTN.12.
    private static Optional<String> number(Hl7Field field) {
        var parts = field.component(5).map(country -> "+" + country + " ").orElse("")
                + field.component(6).map(area -> area + " ").orElse("")
                + field.component(7).orElse("");
        return field.component(1)
                .or(() -> Optional.of(parts.strip()).filter(text -> !text.isEmpty()))
                .or(() -> field.component(12));
    }

    private static ContactPoint.ContactPointSystem system(String equipment) {
        return switch (equipment) {
            case "FX" -> ContactPoint.ContactPointSystem.FAX;
            case "BP" -> ContactPoint.ContactPointSystem.PAGER;
            default -> ContactPoint.ContactPointSystem.PHONE;
        };
    }
}
