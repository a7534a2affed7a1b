package org.meridiandx.imaging.intake;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// What the Content-Type of a request says about its body.
sealed interface StowContentType {
    String DICOM = "application/dicom";

    /// One file is the body.
    record Single() implements StowContentType {}

    /// Each part is a file.
    record Multipart(String boundary) implements StowContentType {}

    /// @throws ProblemException 415 for what STOW-RS does not take here, 400 for a multipart type
    ///     without boundary
    static StowContentType parse(@Nullable String header) {
        var text = header == null ? "" : header;
        var end = text.indexOf(';');
        var type = (end < 0 ? text : text.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        if (type.equals(DICOM)) {
            return new Single();
        }
        var parameters = end < 0 ? Map.<String, String>of() : parameters(text.substring(end));
        var root = parameters.getOrDefault("type", DICOM).toLowerCase(Locale.ROOT);
        if (!type.equals("multipart/related") || !root.equals(DICOM)) {
            throw ProblemException.of(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send Content-Type: multipart/related; type=\"application/dicom\"; boundary=..., or a single file as"
                            + " application/dicom. Metadata with bulk data (application/dicom+json or +xml) is not taken.");
        }
        var boundary = parameters.getOrDefault("boundary", "");
        if (boundary.isEmpty() || boundary.length() > 70) {
            throw ProblemException.of(
                    ProblemCode.MALFORMED_BODY, "The Content-Type needs a boundary of 1 to 70 characters.", "boundary");
        }
        return new Multipart(boundary);
    }

    /// `; name=value; name="quoted value"`.
    private static Map<String, String> parameters(String text) {
        var parameters = new TreeMap<String, String>();
        var at = 0;
        while (at < text.length()) {
            var equals = text.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            var name = text.substring(at, equals).replace(";", "").strip().toLowerCase(Locale.ROOT);
            var isQuoted = equals + 1 < text.length() && text.charAt(equals + 1) == '"';
            var start = isQuoted ? equals + 2 : equals + 1;
            var end = text.indexOf(isQuoted ? '"' : ';', start);
            var stop = end < 0 ? text.length() : end;
            parameters.put(name, text.substring(start, stop).strip());
            at = stop + 1;
        }
        return parameters;
    }
}
