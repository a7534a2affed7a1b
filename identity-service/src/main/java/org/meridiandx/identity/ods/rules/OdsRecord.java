package org.meridiandx.identity.ods.rules;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What all files together say of one code.
///
/// @param kind empty while only a succession is known
/// @param successors codes with the day of the succession (ISO, or empty), in the order of the
/// codes
public record OdsRecord(String code, Optional<OdsKind> kind, Map<OdsField, String> fields, List<Successor> successors) {
    private static final List<OdsField> PLACE =
            List.of(OdsField.ADDRESS, OdsField.CITY, OdsField.DISTRICT, OdsField.POSTCODE, OdsField.COUNTRY);

    public OdsRecord {
        fields = Map.copyOf(fields);
        successors = List.copyOf(successors);
    }

    /// Who took over, and when.
    public record Successor(String code, String day) {}

    /// One row that was kept, with the layout that it came in.
    public record Told(OdsLayout layout, OdsEntry entry) {}

    /// Puts the rows of one code together: each value from the layout that is believed most, the
    /// address as a whole.
    public static OdsRecord of(String code, List<Told> rows) {
        var believed = new ArrayList<>(rows);
        believed.sort(Comparator.comparing(Told::layout)
                .thenComparing(told -> told.entry().part()));
        var fields = new EnumMap<OdsField, String>(OdsField.class);
        var successors = new ArrayList<Successor>();
        for (var told : believed) {
            var entry = told.entry();
            entry.value(OdsField.SUCCESSOR)
                    .ifPresent(next -> successors.add(new Successor(
                            next, entry.value(OdsField.SUCCEEDED_ON).orElse(""))));
            var hasPlace = PLACE.stream().anyMatch(fields::containsKey);
            entry.fields().forEach((field, value) -> {
                if (!PLACE.contains(field) || !hasPlace) {
                    fields.putIfAbsent(field, value);
                }
            });
        }
        return new OdsRecord(
                code, Optional.ofNullable(fields.get(OdsField.KIND)).flatMap(OdsKind::of), fields, successors);
    }

    public Optional<String> value(OdsField field) {
        return Optional.ofNullable(fields.get(field));
    }

    /// Whether it is in use on that day: open, not dormant, not only proposed, not closed before.
    public boolean isActive(LocalDate today) {
        var isOpen = switch (value(OdsField.STATUS).orElse("A")) {
            case "C", "D", "P" -> false;
            default -> true;
        };
        var isClosed = value(OdsField.CLOSED)
                .map(LocalDate::parse)
                .filter(day -> !day.isAfter(today))
                .isPresent();
        return isOpen && !isClosed;
    }
}
