package org.meridiandx.result.followup.critical.rules;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.meridiandx.result.followup.critical.rules.CriticalRule.Verdict;

/// All limits.
///
/// **Hazard:** a misspelt limit that makes a critical value a normal one: what is not as it should
/// be stops the start, with file and line.
public final class CriticalTable {
    private static final String HEADER = "analyte | codes | side | limit | unit | ages | sex | source";
    private static final int COLUMNS = 8;
    private static final Pattern CODE = Pattern.compile("(http://loinc\\.org|http://snomed\\.info/sct)#[0-9-]+");
    private static final Pattern AGES = Pattern.compile("any|([0-9]{1,3})\\+|<([0-9]{1,3})");
    private static final Set<String> SEXES = Set.of("any", "female", "male");
    private final List<CriticalRule> rules;

    private CriticalTable(List<CriticalRule> rules) {
        this.rules = List.copyOf(rules);
    }

    public List<CriticalRule> rules() {
        return rules;
    }

    /// The gravest verdict of all rules on all values.
    public Verdict judge(Collection<Measured> values, Person person) {
        return values.stream()
                .flatMap(value -> rules.stream().map(rule -> rule.judge(value, person)))
                .max(Verdict::compareTo)
                .orElse(Verdict.NO);
    }

    /// @param file as messages call it
    /// @param lines rules, with `#` before remarks; the first other line is the header
    /// @throws TableException where it cannot be used
    public static CriticalTable read(String file, List<String> lines) {
        var rules = new ArrayList<CriticalRule>();
        var hasHeader = false;
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (!hasHeader) {
                require(line.replaceAll("\\s+", " ").equals(HEADER), file, i + 1, "the header is '" + HEADER + "'");
                hasHeader = true;
                continue;
            }
            var rule = new Row(file, i + 1, line).toRule();
            rules.stream()
                    .filter(before -> clash(before, rule))
                    .findFirst()
                    .ifPresent(before -> require(
                            false,
                            file,
                            rule.line(),
                            "the same analyte, side, ages and sex stand in line " + before.line()));
            rules.add(rule);
        }
        require(!rules.isEmpty(), file, lines.size(), "there is no limit in it");
        return new CriticalTable(rules);
    }

    private static boolean clash(CriticalRule one, CriticalRule other) {
        return one.isUpper() == other.isUpper()
                && one.fromAge().equals(other.fromAge())
                && one.belowAge().equals(other.belowAge())
                && one.sex().equals(other.sex())
                && one.codes().stream().anyMatch(other.codes()::contains);
    }

    private static void require(boolean holds, String file, int line, String reason) {
        if (!holds) {
            throw new TableException(file, line, reason);
        }
    }

    /// One line, taken apart.
    private record Row(String file, int line, String text) {
        CriticalRule toRule() {
            var cells = Arrays.stream(text.split("\\|", -1)).map(String::strip).toList();
            check(cells.size() == COLUMNS, COLUMNS + " columns are expected, " + cells.size() + " are there");
            check(!cells.get(0).isEmpty(), "the analyte has no name");
            check(cells.get(2).equals(">=") || cells.get(2).equals("<="), "the side is >= or <=");
            check(
                    UnitScale.convert(BigDecimal.ONE, cells.get(4), "mol/L").isPresent()
                            || UnitScale.convert(BigDecimal.ONE, cells.get(4), "g/L")
                                    .isPresent()
                            || cells.get(4).equals("U/L"),
                    "the unit '" + cells.get(4) + "' is none that values can be compared in");
            check(SEXES.contains(cells.get(6)), "sex is any, female or male");
            check(!cells.get(7).isEmpty(), "the source is missing");
            var ages = AGES.matcher(cells.get(5));
            check(ages.matches(), "ages are any, 16+ or <16");
            return new CriticalRule(
                    cells.get(0),
                    codes(cells.get(1)),
                    cells.get(2).equals(">="),
                    number(cells.get(3)),
                    cells.get(4),
                    Optional.ofNullable(ages.group(1)).map(Integer::valueOf),
                    Optional.ofNullable(ages.group(2)).map(Integer::valueOf),
                    Optional.of(cells.get(6)).filter(sex -> !sex.equals("any")),
                    cells.get(7),
                    line);
        }

        private Set<String> codes(String cell) {
            var codes = new LinkedHashSet<String>();
            for (var code : cell.split("\\s+")) {
                check(CODE.matcher(code).matches(), "'" + code + "' is no code of LOINC or SNOMED CT, as system#code");
                check(codes.add(code.replace('#', '|')), "'" + code + "' stands twice");
            }
            return codes;
        }

        private BigDecimal number(String cell) {
            try {
                var number = new BigDecimal(cell);
                check(number.signum() > 0, "the limit is above nought");
                return number;
            } catch (NumberFormatException none) {
                throw new TableException(file, line, "'" + cell + "' is no number");
            }
        }

        private void check(boolean holds, String reason) {
            require(holds, file, line, reason);
        }
    }
}
