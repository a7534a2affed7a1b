package org.meridiandx.result.resources;

/// A code or identifier with its system, as it is searched for.
///
/// @param system canonical URL; empty where none was given
/// @param value the code or number
public record Token(String system, String value) {
    public static final Token NONE = new Token("", "");

    @Override
    public String toString() {
        return "Token[" + system + "]";
    }
}
