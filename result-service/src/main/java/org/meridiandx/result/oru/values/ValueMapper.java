package org.meridiandx.result.oru.values;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Optional;
import org.meridiandx.feeds.Hl7Times;
import org.meridiandx.hl7v2.Hl7Field;
import org.meridiandx.hl7v2.Hl7Segment;
import org.meridiandx.result.resources.ResourceTree;

/// Observation.value[x] <- OBX-5 by its type OBX-2. What cannot be read as its type says is kept as
/// text, never dropped.
///
/// **Source:** HL7 v2.5.1 chapters 2A and 7.4.2; v2-to-FHIR implementation guide, OBX.
public final class ValueMapper {
    private final CodingMapper codings;

    public ValueMapper(CodingMapper codings) {
        this.codings = codings;
    }

    /// @param element name of the element, such as `valueQuantity`
    /// @param asSent whether the value could be read as the type that the sender says
    public record Value(String element, JsonNode node, boolean asSent) {}

    /// @param field one repetition of OBX-5
    public Optional<Value> map(Hl7Segment obx, Hl7Field field) {
        if (!field.isPresent() || field.isNull()) {
            return Optional.empty();
        }
        var value = switch (obx.value(2).orElse("")) {
            case "NM" ->
                field.value()
                        .flatMap(text -> QuantityMapper.number(text, obx.field(6)))
                        .map(quantity -> new Value("valueQuantity", quantity, true));
            case "SN" -> structured(field, obx.field(6));
            case "CE", "CWE", "CNE", "CF" ->
                codings.map(field).map(concept -> new Value("valueCodeableConcept", concept, true));
            case "IS", "ID" -> field.value().map(code -> new Value("valueCodeableConcept", codings.local(code), true));
            case "DT", "TS", "DTM" ->
                field.value().flatMap(Hl7Times::dateTime).map(time -> text("valueDateTime", time, true));
            case "TM" -> field.value().flatMap(Hl7Times::time).map(time -> text("valueTime", time, true));
            case "ST", "TX", "FT", "NA", "MA", "GTS" -> field.text().map(text -> text("valueString", text, true));
            default -> Optional.<Value>empty();
        };
        return value.or(() -> field.text().map(text -> text("valueString", text, false)));
    }

    /// SN: comparator ^ number ^ separator ^ number.
    private static Optional<Value> structured(Hl7Field field, Hl7Field units) {
        var comparator = field.component(1).orElse("");
        var first = number(field, 2);
        var separator = field.component(3).orElse("");
        var second = number(field, 4);
        if (first.isPresent() && second.isPresent() && (separator.equals(":") || separator.equals("/"))) {
            var ratio = ResourceTree.object();
            ratio.set("numerator", QuantityMapper.quantity(known(comparator), first.get(), units));
            ratio.putObject("denominator").put("value", second.get());
            return Optional.of(new Value("valueRatio", ratio, true));
        }
        if (first.isPresent() && second.isPresent() && separator.equals("-")) {
            var range = ResourceTree.object();
            range.set("low", QuantityMapper.quantity("", first.get(), units));
            range.set("high", QuantityMapper.quantity("", second.get(), units));
            return Optional.of(new Value("valueRange", range, true));
        }
        var isPlain = first.isPresent() && separator.isEmpty() && second.isEmpty();
        return isPlain
                        && (comparator.isEmpty()
                                || comparator.equals("=")
                                || !known(comparator).isEmpty())
                ? Optional.of(new Value(
                        "valueQuantity", QuantityMapper.quantity(known(comparator), first.get(), units), true))
                : Optional.empty();
    }

    private static Optional<BigDecimal> number(Hl7Field field, int component) {
        return field.component(component)
                .filter(text -> text.matches("[+-]?\\d{1,30}(\\.\\d{1,30})?"))
                .map(BigDecimal::new);
    }

    private static String known(String comparator) {
        return switch (comparator) {
            case "<", ">", "<=", ">=" -> comparator;
            default -> "";
        };
    }

    private static Value text(String element, String text, boolean asSent) {
        ObjectNode holder = ResourceTree.object().put(element, text);
        return new Value(element, holder.path(element), asSent);
    }
}
