package org.meridiandx.result.oru.values;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.meridiandx.hl7v2.Hl7Field;
import org.meridiandx.result.resources.ResourceTree;

/// Reference ranges: the text always, low and high where it has one of the usual forms.
///
/// **Source:** HL7 v2.5.1 OBX-7: `low-high`, `> low`, `< high`.
public final class ReferenceRanges {
    private static final String NUMBER = "(-?\\d{1,20}(?:\\.\\d{1,20})?)";
    private static final Pattern BOTH =
            Pattern.compile("\\[?\\s*" + NUMBER + "\\s*(?:-|–|to)\\s*" + NUMBER + "\\s*\\]?");
    private static final Pattern HIGH = Pattern.compile("<=?\\s*" + NUMBER);
    private static final Pattern LOW = Pattern.compile(">=?\\s*" + NUMBER);

    private ReferenceRanges() {}

    /// Observation.referenceRange <- OBX-7, units from OBX-6
    public static ObjectNode of(String text, Hl7Field units) {
        var range = ResourceTree.object();
        var plain = text.strip();
        var both = BOTH.matcher(plain);
        var high = HIGH.matcher(plain);
        var low = LOW.matcher(plain);
        if (both.matches()) {
            range.set("low", limit(both.group(1), units));
            range.set("high", limit(both.group(2), units));
        } else if (high.matches()) {
            range.set("high", limit(high.group(1), units));
        } else if (low.matches()) {
            range.set("low", limit(low.group(1), units));
        }
        return range.put("text", plain);
    }

    private static ObjectNode limit(String number, Hl7Field units) {
        return QuantityMapper.quantity("", new BigDecimal(number), units);
    }
}
