package org.meridiandx.hl7v2;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// Which character set a message was read with, and why. The answer is written with the same one.
///
/// @param charset the set that the bytes were decoded with
/// @param declared MSH-18 as sent, `""` where absent
/// @param basis why this one
/// @param byteOrderMark whether the message began with a byte order mark (it is not part of the text)
///
/// **Source**: HL7 v2.5.1 chapter 2, MSH-18, and table 0211.
public record MessageCharset(Charset charset, String declared, Basis basis, boolean byteOrderMark) {

    /// Why a character set was chosen.
    public enum Basis {
        /// MSH-18 names it and every byte fits.
        DECLARED,
        /// A byte order mark, or the zero bytes of UTF-16, name it.
        BYTE_ORDER_MARK,
        /// MSH-18 is absent, unknown or wrong; the bytes are valid UTF-8.
        DETECTED,
        /// The bytes fit neither MSH-18 nor UTF-8; taken as Windows-1252 or ISO 8859-1. A mapper may want to warn.
        ASSUMED
    }

    /// Whether the message says one character set and uses another.
    public boolean contradictsDeclaration() {
        return !declared.isEmpty() && (basis == Basis.DETECTED || basis == Basis.ASSUMED);
    }

    /// The name to put in MSH-18 of the answer, `""` where the sender named none or HL7 has no name for it.
    String answerName() {
        if (declared.isEmpty() || basis == Basis.DECLARED) {
            return declared;
        }
        if (charset.equals(StandardCharsets.UTF_8)) {
            return "UNICODE UTF-8";
        }
        if (charset.equals(StandardCharsets.ISO_8859_1)) {
            return "8859/1";
        }
        return charset.name().startsWith("UTF-16") ? "UNICODE UTF-16" : "";
    }
}
