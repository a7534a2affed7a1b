package org.meridiandx.result.oru.values;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.hl7v2.Hl7Field;
import org.meridiandx.result.resources.ResourceTree;

/// Numbers with their units. The unit's text always stays; its UCUM code is added only where it is
/// certain.
///
/// **Source:** HL7 v2.5.1 OBX-6, NM, SN; UCUM 2.1.
public final class QuantityMapper {
    private static final Pattern NUMBER = Pattern.compile("(<=|>=|<|>)?\\s*([+-]?\\d{1,30}(?:\\.\\d{1,30})?)");
    private static final Set<String> UCUM = Set.of(
            "%",
            "1",
            "Cel",
            "L/L",
            "U/L",
            "U/mL",
            "[iU]/L",
            "[iU]/mL",
            "[pH]",
            "cm",
            "d",
            "fL",
            "fmol/L",
            "g",
            "g/L",
            "g/dL",
            "g/mL",
            "h",
            "k[iU]/L",
            "kPa",
            "kg",
            "kg/m2",
            "m[iU]/L",
            "mL",
            "mL/min",
            "mL/min/{1.73_m2}",
            "mg",
            "mg/L",
            "mg/dL",
            "mg/g",
            "mg/mmol",
            "min",
            "mm",
            "mm/h",
            "mm[Hg]",
            "mmol/L",
            "mmol/mol",
            "mol/L",
            "mosm/kg",
            "mosm/L",
            "ng/L",
            "ng/mL",
            "nmol/L",
            "pg",
            "pg/mL",
            "pmol/L",
            "s",
            "ug/L",
            "ug/dL",
            "ug/mL",
            "ukat/L",
            "umol/L",
            "10*12/L",
            "10*9/L",
            "10*6/L",
            "10*3/uL",
            "10*6/uL",
            "mEq/L",
            "/min",
            "{INR}",
            "{ratio}");
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("10^9/L", "10*9/L"),
            Map.entry("10^12/L", "10*12/L"),
            Map.entry("10^6/L", "10*6/L"),
            Map.entry("10*9/l", "10*9/L"),
            Map.entry("x10*9/L", "10*9/L"),
            Map.entry("x10^9/L", "10*9/L"),
            Map.entry("x10^12/L", "10*12/L"),
            Map.entry("10e9/L", "10*9/L"),
            Map.entry("10e12/L", "10*12/L"),
            Map.entry("10^3/ul", "10*3/uL"),
            Map.entry("10^6/ul", "10*6/uL"),
            Map.entry("MMOLL", "mmol/L"),
            Map.entry("UMOLL", "umol/L"),
            Map.entry("mmol/l", "mmol/L"),
            Map.entry("umol/l", "umol/L"),
            Map.entry("µmol/L", "umol/L"),
            Map.entry("μmol/L", "umol/L"),
            Map.entry("µg/L", "ug/L"),
            Map.entry("g/l", "g/L"),
            Map.entry("mg/l", "mg/L"),
            Map.entry("g/dl", "g/dL"),
            Map.entry("mg/dl", "mg/dL"),
            Map.entry("iu/L", "[iU]/L"),
            Map.entry("IU/L", "[iU]/L"),
            Map.entry("U/l", "U/L"),
            Map.entry("fl", "fL"),
            Map.entry("mmHg", "mm[Hg]"),
            Map.entry("mm/hr", "mm/h"),
            Map.entry("ml/min", "mL/min"),
            Map.entry("ml/min/1.73m2", "mL/min/{1.73_m2}"),
            Map.entry("mL/min/1.73m2", "mL/min/{1.73_m2}"),
            Map.entry("secs", "s"),
            Map.entry("sec", "s"));

    private QuantityMapper() {}

    /// NM, also where the sender put a comparator before it.
    ///
    /// @return empty where it is no number: a comma, a text, more digits than any measurement
    public static Optional<ObjectNode> number(String text, Hl7Field units) {
        var match = NUMBER.matcher(text.strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                quantity(match.group(1) == null ? "" : match.group(1), new BigDecimal(match.group(2)), units));
    }

    /// CQ: number ^ units in subcomponents.
    public static Optional<ObjectNode> volume(String text, Hl7Field field) {
        var match = NUMBER.matcher(text.strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        var quantity = ResourceTree.object();
        quantity.put("value", new BigDecimal(match.group(2)));
        var unit = field.component(2, 1);
        unit.ifPresent(code -> quantity.put("unit", code));
        unit.filter(UCUM::contains).ifPresent(code -> {
            quantity.put("system", IdentifierSystems.UCUM);
            quantity.put("code", code);
        });
        return Optional.of(quantity);
    }

    /// @param unit as the sender writes it; may be empty
    public static ObjectNode quantity(String comparator, BigDecimal value, String unit) {
        var quantity = ResourceTree.object();
        quantity.put("value", value);
        if (!comparator.isEmpty()) {
            quantity.put("comparator", comparator);
        }
        if (!unit.isEmpty()) {
            quantity.put("unit", unit);
        }
        ucum(unit, "").ifPresent(known -> {
            quantity.put("system", IdentifierSystems.UCUM);
            quantity.put("code", known);
        });
        return quantity;
    }

    static ObjectNode quantity(String comparator, BigDecimal value, Hl7Field units) {
        var quantity = ResourceTree.object();
        quantity.put("value", value);
        if (!comparator.isEmpty()) {
            quantity.put("comparator", comparator);
        }
        unit(quantity, units);
        return quantity;
    }

    /// Quantity.unit <- OBX-6.2, else OBX-6.1; Quantity.code <- OBX-6.1 where it is UCUM
    static void unit(ObjectNode quantity, Hl7Field units) {
        var code = units.component(1).orElse("");
        // An unescaped ^ in a unit such as 10^9/L makes two components.
        var whole = code.matches("x?10") && units.component(2).orElse("").contains("/")
                ? code + "^" + units.component(2).orElse("")
                : code;
        var text = whole.equals(code) ? units.component(2).orElse(code) : whole;
        if (!text.isEmpty()) {
            quantity.put("unit", text);
        }
        ucum(whole, units.component(3).orElse("")).ifPresent(known -> {
            quantity.put("system", IdentifierSystems.UCUM);
            quantity.put("code", known);
        });
    }

    private static Optional<String> ucum(String code, String system) {
        if (UCUM.contains(code) || system.toUpperCase(Locale.ROOT).equals("UCUM") && !code.isEmpty()) {
            return Optional.of(code);
        }
        return Optional.ofNullable(ALIASES.get(code));
    }
}
