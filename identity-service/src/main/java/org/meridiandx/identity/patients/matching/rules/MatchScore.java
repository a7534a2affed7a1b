package org.meridiandx.identity.patients.matching.rules;

import static org.meridiandx.identity.patients.matching.rules.Agreement.*;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Compares two descriptions: first by rules that are certain, then by weights that add up.
///
/// Certain is only what rests on a number that names one person, with a birth date or name that
/// confirms it. Names, dates and places alone never are, however well they agree: twins and fathers
/// with sons share them.
///
/// **Hazard:** two people taken for one; one person in two halves.
public final class MatchScore {
    /// The chance that two records of one block are of one person, before anything is compared.
    private static final double PRIOR_BITS = -13;
    private static final double CLOSE = 0.9;
    private static final double PROBABLE_FROM = 0.95;
    private static final double POSSIBLE_FROM = 0.2;
    /// Nothing but a number makes a score of 1.
    private static final double HIGHEST_OF_WEIGHTS = 0.99;

    private MatchScore() {}

    public static Comparison compare(Description one, Description other) {
        var agreements = new ArrayList<Agreement>();
        nhsNumber(one, other).ifPresent(agreements::add);
        family(one, other).ifPresent(agreements::add);
        given(one, other).ifPresent(agreements::add);
        birthDate(one, other).ifPresent(agreements::add);
        gender(one, other).ifPresent(agreements::add);
        postcode(one, other)
                .filter(found -> found != POSTCODE_SAME || !isOneHousehold(agreements))
                .ifPresent(agreements::add);
        if (one.birthOrder().isPresent()
                && other.birthOrder().isPresent()
                && !one.birthOrder().equals(other.birthOrder())) {
            agreements.add(BIRTH_ORDER_OTHER);
        }
        if (isCertain(one, other, agreements)) {
            return new Comparison(Grade.CERTAIN, 1, agreements);
        }
        var bits =
                PRIOR_BITS + agreements.stream().mapToDouble(Agreement::weight).sum();
        var chance = Math.min(HIGHEST_OF_WEIGHTS, 1 / (1 + Math.pow(2, -bits)));
        return new Comparison(gradeOf(chance, agreements), chance, agreements);
    }

    /// A shared number, confirmed by birth date, or by family and given name where no birth date speaks
    /// against it.
    private static boolean isCertain(Description one, Description other, List<Agreement> agreements) {
        var sharesRecordNumber = one.recordNumbers().stream().anyMatch(other.recordNumbers()::contains);
        if (!agreements.contains(NHS_NUMBER_SAME) && !sharesRecordNumber
                || agreements.contains(NHS_NUMBER_OTHER)
                || agreements.contains(BIRTH_ORDER_OTHER)) {
            return false;
        }
        var isNamed = agreements.contains(FAMILY_SAME) || agreements.contains(FAMILY_FORMER);
        return agreements.contains(BIRTH_SAME)
                || isNamed
                        && agreements.contains(GIVEN_SAME)
                        && !agreements.contains(BIRTH_OTHER)
                        && (one.birthDate().isEmpty() || other.birthDate().isEmpty());
    }

    private static Grade gradeOf(double chance, List<Agreement> agreements) {
        if (agreements.contains(BIRTH_ORDER_OTHER)) {
            return Grade.CERTAINLY_NOT;
        }
        // Two numbers that are both right and differ are two people until somebody says otherwise.
        var isContradicted = agreements.contains(NHS_NUMBER_OTHER) || agreements.contains(GIVEN_OTHER);
        if (chance >= PROBABLE_FROM && !isContradicted) {
            return Grade.PROBABLE;
        }
        return chance >= POSSIBLE_FROM ? Grade.POSSIBLE : Grade.CERTAINLY_NOT;
    }

    private static Optional<Agreement> nhsNumber(Description one, Description other) {
        if (one.nhsNumber().isEmpty() || other.nhsNumber().isEmpty()) {
            return Optional.empty();
        }
        if (one.nhsNumber().equals(other.nhsNumber())) {
            return Optional.of(NHS_NUMBER_SAME);
        }
        return Optional.of(
                Likeness.isOneSlip(one.nhsNumber().get(), other.nhsNumber().get())
                        ? NHS_NUMBER_SLIP
                        : NHS_NUMBER_OTHER);
    }

    private static Optional<Agreement> family(Description one, Description other) {
        if (one.family().isEmpty() || other.family().isEmpty()) {
            return Optional.empty();
        }
        if (one.family().equals(other.family())) {
            return Optional.of(FAMILY_SAME);
        }
        if (one.formerFamilies().contains(other.family())
                || other.formerFamilies().contains(one.family())) {
            return Optional.of(FAMILY_FORMER);
        }
        if (sharesPart(one.family(), other.family())) {
            return Optional.of(FAMILY_PART);
        }
        var isClose = Likeness.jaroWinkler(together(one.family()), together(other.family())) >= CLOSE;
        return Optional.of(isClose ? FAMILY_CLOSE : FAMILY_OTHER);
    }

    /// `SMITH JONES` and `JONES`, in any order.
    private static boolean sharesPart(String one, String other) {
        var parts = Arrays.asList(other.split(" "));
        return (one.contains(" ") || other.contains(" "))
                        && Arrays.stream(one.split(" ")).anyMatch(part -> part.length() > 2 && parts.contains(part))
                || together(one).equals(together(other));
    }

    private static Optional<Agreement> given(Description one, Description other) {
        if (one.given().isEmpty() || other.given().isEmpty()) {
            return Optional.empty();
        }
        var first = one.given().split(" ")[0];
        var second = other.given().split(" ")[0];
        if (first.equals(second)) {
            return Optional.of(GIVEN_SAME);
        }
        if (Nicknames.areOne(first, second)
                || Arrays.asList(one.given().split(" ")).contains(second)
                || Arrays.asList(other.given().split(" ")).contains(first)) {
            return Optional.of(GIVEN_NICKNAME);
        }
        if (first.length() == 1 || second.length() == 1) {
            return Optional.of(first.charAt(0) == second.charAt(0) ? GIVEN_INITIAL : GIVEN_OTHER);
        }
        return Optional.of(Likeness.jaroWinkler(first, second) >= CLOSE ? GIVEN_CLOSE : GIVEN_OTHER);
    }

    private static Optional<Agreement> birthDate(Description one, Description other) {
        if (one.birthDate().isEmpty() || other.birthDate().isEmpty()) {
            return Optional.empty();
        }
        var born = one.birthDate().get();
        var otherBorn = other.birthDate().get();
        if (born.equals(otherBorn)) {
            return Optional.of(BIRTH_SAME);
        }
        if (isSwapped(born, otherBorn)) {
            return Optional.of(BIRTH_SWAPPED);
        }
        return Optional.of(Likeness.isOneSlip(born.toString(), otherBorn.toString()) ? BIRTH_SLIP : BIRTH_OTHER);
    }

    /// Relatives share a family name and a house: with other birth dates the postcode says nothing more.
    private static boolean isOneHousehold(List<Agreement> agreements) {
        return agreements.contains(BIRTH_OTHER)
                && (agreements.contains(FAMILY_SAME) || agreements.contains(FAMILY_PART));
    }

    private static boolean isSwapped(LocalDate born, LocalDate otherBorn) {
        return born.getYear() == otherBorn.getYear()
                && born.getMonthValue() == otherBorn.getDayOfMonth()
                && born.getDayOfMonth() == otherBorn.getMonthValue();
    }

    private static Optional<Agreement> gender(Description one, Description other) {
        var isKnown = List.of("male", "female").containsAll(List.of(one.gender(), other.gender()));
        if (!isKnown) {
            return Optional.empty();
        }
        return Optional.of(one.gender().equals(other.gender()) ? GENDER_SAME : GENDER_OTHER);
    }

    private static Optional<Agreement> postcode(Description one, Description other) {
        if (one.postcode().isEmpty() || other.postcode().isEmpty()) {
            return Optional.empty();
        }
        if (one.postcode().equals(other.postcode())) {
            return Optional.of(POSTCODE_SAME);
        }
        return Optional.of(
                Folding.outward(one.postcode()).equals(Folding.outward(other.postcode()))
                        ? POSTCODE_OUTWARD
                        : POSTCODE_OTHER);
    }

    private static String together(String name) {
        return name.replace(" ", "");
    }
}
