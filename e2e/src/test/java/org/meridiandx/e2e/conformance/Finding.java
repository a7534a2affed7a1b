package org.meridiandx.e2e.conformance;

/// An error that the validator found.
///
/// @param source what was validated: an address without ids
/// @param place the element, as the validator names it
/// @param message what the validator says
record Finding(String source, String place, String message) implements Comparable<Finding> {

    @Override
    public int compareTo(Finding other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return source + " | " + place + " | " + message;
    }
}
