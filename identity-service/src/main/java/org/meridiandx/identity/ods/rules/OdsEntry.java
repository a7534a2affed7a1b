package org.meridiandx.identity.ods.rules;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What one row of one file says of one code.
///
/// @param code upper case; for places without an ODS code one made from the name
/// @param part tells several rows of one code apart; else empty
/// @param fields only those with a value
public record OdsEntry(String code, String part, Map<OdsField, String> fields) {
    public OdsEntry {
        var kept = new EnumMap<OdsField, String>(OdsField.class);
        fields.forEach((field, value) -> {
            if (!value.isBlank()) {
                kept.put(field, value);
            }
        });
        fields = Collections.unmodifiableMap(kept);
    }

    Optional<String> value(OdsField field) {
        return Optional.ofNullable(fields.get(field));
    }
}
