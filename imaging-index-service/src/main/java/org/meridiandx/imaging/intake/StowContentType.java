package org.meridiandx.imaging.intake;

import org.jspecify.annotations.Nullable;
import org.meridiandx.fhir.formats.MediaRange;
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
        var said = MediaRange.parse(header == null ? "" : header);
        var type = said.map(MediaRange::type).orElse("");
        if (type.equals(DICOM)) {
            return new Single();
        }
        var root = said.map(media -> media.parameter("type", DICOM)).orElse("");
        if (!type.equals("multipart/related") || !root.equals(DICOM)) {
            throw ProblemException.of(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send Content-Type: multipart/related; type=\"application/dicom\"; boundary=..., or a single file as"
                            + " application/dicom. Metadata with bulk data (application/dicom+json or +xml) is not taken.");
        }
        var boundary = said.map(media -> media.parameters().getOrDefault("boundary", ""))
                .orElse("");
        if (boundary.isEmpty() || boundary.length() > 70) {
            throw ProblemException.of(
                    ProblemCode.MALFORMED_BODY, "The Content-Type needs a boundary of 1 to 70 characters.", "boundary");
        }
        return new Multipart(boundary);
    }
}
