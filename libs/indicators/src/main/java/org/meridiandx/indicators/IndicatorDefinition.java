package org.meridiandx.indicators;

/// What an indicator counts, in the words that a board shows.
///
/// @param name in lower case with hyphens, unique within a service
/// @param kind how numerator and denominator belong together
/// @param unit of the numerator: `requests`, `hours`, ...
/// @param definition numerator and denominator in a sentence or two, with what is left out
/// @param source which records of which service it is counted from
public record IndicatorDefinition(String name, Kind kind, String unit, String definition, String source) {

    /// How numerator and denominator belong together; it decides what has to be hidden.
    public enum Kind {
        /// The numerators of the groups add up to the denominator.
        PARTS,
        /// The numerator is a part of the denominator.
        SHARE,
        /// The numerator is a measure summed over as many things as the denominator says.
        SUM
    }
}
