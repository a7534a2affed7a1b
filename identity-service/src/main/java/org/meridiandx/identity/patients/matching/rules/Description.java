package org.meridiandx.identity.patients.matching.rules;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/// What is known of a person, as far as it is compared.
///
/// @param nhsNumber ten digits, of right or wrong check digit
/// @param recordNumbers `system|value` of numbers that name one person
/// @param family folded (upper case, no marks, blanks between parts); empty where it is not known
/// @param formerFamilies folded: maiden and old names
/// @param given folded, in their order
/// @param gender FHIR code; empty where it is not known
/// @param postcode folded; empty where it is not known or may not be used
/// @param birthOrder of twins and triplets
public record Description(
        Optional<String> nhsNumber,
        Set<String> recordNumbers,
        String family,
        Set<String> formerFamilies,
        String given,
        Optional<LocalDate> birthDate,
        String gender,
        String postcode,
        Optional<Integer> birthOrder) {
    public Description {
        recordNumbers = Set.copyOf(recordNumbers);
        formerFamilies = Set.copyOf(formerFamilies);
    }

    @Override
    public String toString() {
        return "Description[…]";
    }
}
