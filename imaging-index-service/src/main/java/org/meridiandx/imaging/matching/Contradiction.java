package org.meridiandx.imaging.matching;

import java.util.Arrays;
import java.util.Optional;

/// In what the images contradict what is known of their patient.
public enum Contradiction {
    BIRTH_DATE("birth-date-differs", "the birth date in the images is not that of the patient whom they name"),
    BIRTH_DATE_OF_ORDER(
            "birth-date-differs-from-order", "the birth date in the images is not that of the patient of the order"),
    NHS_NUMBER_OF_ORDER(
            "nhs-number-differs-from-order", "the NHS number in the images is not that of the patient of the order"),
    HOSPITAL_NUMBER_OF_ORDER(
            "hospital-number-differs-from-order",
            "the hospital number in the images is not that of the patient of the order");

    private final String slug;
    private final String text;

    Contradiction(String slug, String text) {
        this.slug = slug;
        this.text = text;
    }

    /// As the index keeps it.
    public String slug() {
        return slug;
    }

    /// For people; it names nobody.
    public String text() {
        return text;
    }

    public static Optional<Contradiction> of(String slug) {
        return Arrays.stream(values()).filter(each -> each.slug.equals(slug)).findFirst();
    }
}
