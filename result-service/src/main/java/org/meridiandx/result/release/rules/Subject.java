package org.meridiandx.result.release.rules;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a rule is about: a kind of report, or something that makes any report more delicate.
///
/// **Source:** HL7 table 0074 (diagnostic service sections) and the code system observation-category. What neither
/// names is `other`.
public enum Subject {
    LABORATORY("LAB", "LABORATORY", "CH", "HM", "MB", "BG", "BLB", "IMM", "SR", "VR", "TX", "MCB", "MYC", "PAR"),
    IMAGING("RAD", "IMAGING", "CT", "NMR", "NMS", "RX", "RUS", "OUS", "VUS", "XRC", "CTH", "CUS"),
    HISTOLOGY("SP", "CP", "PAT"),
    GENETICS("GE", "CG", "GENETICS"),
    OTHER,
    /// The patient is under 16, or nobody knows how old they are.
    CHILD,
    /// The report or one of its lines has a security label.
    SENSITIVE,
    /// Registered, preliminary or partial.
    UNFINISHED;

    private static final String SECTIONS = "http://terminology.hl7.org/CodeSystem/v2-0074";
    private final Set<String> categories;

    Subject(String... categories) {
        this.categories = Set.of(categories);
    }

    /// The kind of report that a category makes it; empty where it makes it none.
    public static Optional<Subject> ofCategory(String code) {
        var asked = code.strip().toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(kind -> kind.categories.contains(asked))
                .findFirst();
    }

    /// The same for a coding. A section of the sender's own may be of any kind, whatever stands beside it.
    public static Optional<Subject> of(String system, String code) {
        return ofCategory(code).or(() -> Optional.of(OTHER).filter(other -> system.equals(SECTIONS)));
    }

    /// Whether it is a kind of report: each has one.
    boolean isKind() {
        return compareTo(OTHER) <= 0;
    }

    /// As it is written in settings and over the interface.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Subject> parse(String text) {
        return Arrays.stream(values())
                .filter(subject -> subject.text().equals(text.strip()))
                .findFirst();
    }
}
