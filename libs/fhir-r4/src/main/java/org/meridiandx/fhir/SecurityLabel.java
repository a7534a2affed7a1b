package org.meridiandx.fhir;

/// One coding of `meta.security`.
///
/// @param system its code system; empty where the record names none
public record SecurityLabel(String system, String code) {
    private static final char BAR = '|';

    /// From the form of [#toString].
    public static SecurityLabel parse(String text) {
        var bar = text.lastIndexOf(BAR);
        return new SecurityLabel(bar < 0 ? "" : text.substring(0, bar), text.substring(bar + 1));
    }

    /// `system|code`, as FHIR searches write it.
    @Override
    public String toString() {
        return system + BAR + code;
    }
}
