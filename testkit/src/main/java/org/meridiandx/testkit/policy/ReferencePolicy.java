package org.meridiandx.testkit.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meridiandx.testkit.shared.RepositoryRoot;

/// The table that is promised, evaluated word by word. It shares nothing with the policy that the
/// services run, so that the two can be held against each other.
public final class ReferencePolicy {
    private static final String HEADER = "| # | who | what | does | why |";
    private static final List<String> TREATING =
            List.of("registered-practice", "admission", "performer", "reporting-pool");
    private static final Map<String, List<String>> WORDS = Map.of(
            "directory",
            List.of("Organization", "Location", "HealthcareService", "Practitioner", "PractitionerRole", "Endpoint"),
            "results",
            List.of("DiagnosticReport", "Observation", "Specimen", "ImagingStudy"),
            "look",
            List.of("r", "s"),
            "care",
            List.of(
                    "direct-care",
                    "break-glass",
                    "emergency",
                    "patient-request",
                    "administration",
                    "operations",
                    "payment"),
            "treating",
            TREATING,
            "any",
            List.of(
                    "registered-practice",
                    "admission",
                    "performer",
                    "reporting-pool",
                    "break-glass",
                    "registration",
                    "requester"),
            "closed",
            List.of("sealed", "locked"));
    private static final Set<String> SEALING =
            Set.of("R", "ETH", "HIV", "PSY", "PSYTHPN", "SDV", "SEX", "STD", "SUD", "GDIS", "SICKLE", "TABOO");
    private static final Set<String> PURPOSES = Set.of(
            "direct-care",
            "break-glass",
            "emergency",
            "patient-request",
            "administration",
            "operations",
            "payment",
            "secondary-use",
            "research",
            "public-health");

    private final List<Row> rows;

    private ReferencePolicy(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /// One question.
    ///
    /// @param records which of `named`, `own` and `search` hold
    public record Case(
            String role,
            String type,
            String action,
            String purpose,
            Set<String> records,
            Set<String> grounds,
            String seal,
            String consent,
            boolean optedOut) {}

    /// What the table says.
    ///
    /// @param row its number; 0 where none fits
    public record Promise(boolean isAllowed, String because, Set<String> obligations, int row) {}

    /// Reads docs/security/access-policy.md of this checkout.
    public static ReferencePolicy read() {
        try {
            return parse(Files.readString(RepositoryRoot.find().resolve("docs/security/access-policy.md")));
        } catch (IOException e) {
            throw new UncheckedIOException("The reference policy cannot be read", e);
        }
    }

    static ReferencePolicy parse(String document) {
        var rows = new ArrayList<Row>();
        var isIn = false;
        for (var line : document.lines().toList()) {
            if (line.startsWith(HEADER)) {
                isIn = true;
            } else if (isIn && line.startsWith("|---")) {
                continue;
            } else if (isIn && line.startsWith("| ")) {
                rows.add(Row.of(line));
            } else if (isIn) {
                break;
            }
        }
        if (rows.isEmpty()) {
            throw new IllegalStateException("There is no table under: " + HEADER);
        }
        return new ReferencePolicy(rows);
    }

    /// The first row that fits decides.
    public Promise decide(Case question) {
        for (var row : rows) {
            if (row.fits(question)) {
                return new Promise(row.allows(), row.because(question), row.obligations(), row.number());
            }
        }
        return new Promise(false, "no-relationship", Set.of(), 0);
    }

    /// How far security labels close a record: `open`, `sealed`, `locked` or `withheld`.
    public static String sealOf(Set<String> labels) {
        var isSealed = labels.stream().anyMatch(SEALING::contains);
        var isWithheld = labels.contains("NOPAT");
        if (labels.contains("V") || isSealed && isWithheld) {
            return "locked";
        }
        if (isWithheld) {
            return "withheld";
        }
        return isSealed ? "sealed" : "open";
    }

    /// @param words of each cell, groups of them written out
    private record Row(int number, List<String> cells, List<List<String>> words) {
        static Row of(String line) {
            var cells = Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                    .map(String::strip)
                    .toList();
            if (cells.size() != 13) {
                throw new IllegalStateException("13 cells are expected: " + line);
            }
            var words = cells.stream().map(Row::wordsOf).toList();
            return new Row(Integer.parseInt(cells.get(0)), cells, words);
        }

        boolean fits(Case question) {
            return is(1, question.role())
                    && is(2, question.type())
                    && is(3, question.action())
                    && isPurpose(question.purpose())
                    && isAny(5, question.records())
                    && isAny(6, question.grounds())
                    && is(7, question.seal())
                    && is(8, question.consent())
                    && is(9, question.optedOut() ? "yes" : "no");
        }

        boolean allows() {
            return switch (cells.get(10)) {
                case "allow" -> true;
                case "deny" -> false;
                default -> throw new IllegalStateException("row " + number + ": allow or deny");
            };
        }

        String because(Case question) {
            var because = cells.get(11);
            return because.equals("ground")
                    ? words.get(6).stream()
                            .filter(question.grounds()::contains)
                            .findFirst()
                            .orElseThrow()
                    : because;
        }

        Set<String> obligations() {
            return cells.get(12).isEmpty() ? Set.of() : Set.of(cells.get(12).split(" "));
        }

        private boolean isPurpose(String purpose) {
            return cells.get(4).equals("other") ? !PURPOSES.contains(purpose) : is(4, purpose);
        }

        private boolean is(int cell, String value) {
            return cells.get(cell).equals("*") || words.get(cell).contains(value);
        }

        private boolean isAny(int cell, Set<String> values) {
            return cells.get(cell).equals("*") || words.get(cell).stream().anyMatch(values::contains);
        }

        private static List<String> wordsOf(String cell) {
            return Arrays.stream(cell.split(" "))
                    .flatMap(word -> WORDS.getOrDefault(word, List.of(word)).stream())
                    .toList();
        }
    }
}
