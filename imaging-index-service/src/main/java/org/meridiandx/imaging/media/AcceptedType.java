package org.meridiandx.imaging.media;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.meridiandx.fhir.formats.MediaRange;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// What a caller of DICOMweb takes: one entry of Accept that is not refused.
///
/// **Source:** DICOM PS3.18 section 8.7.5 for `type` and `transfer-syntax`.
public record AcceptedType(MediaRange range) {
    public static final String DICOM_JSON = "application/dicom+json";
    public static final String ANY_SYNTAX = "*";
    private static final Set<String> JSON = Set.of(DICOM_JSON, "application/json", "application/*");
    private static final Set<String> MULTIPART = Set.of("multipart/related", "multipart/*");

    /// @return the entries in the order of their weight, then of their place; one for everything where
    ///     there is none
    public static List<AcceptedType> parse(@Nullable String accept) {
        var accepted = MediaRange.list(accept == null || accept.isBlank() ? MediaRange.ANYTHING : accept).stream()
                .filter(Predicate.not(MediaRange::isRefused))
                .sorted(Comparator.comparingDouble(MediaRange::weight).reversed())
                .map(AcceptedType::new)
                .toList();
        if (accepted.isEmpty()) {
            throw ProblemException.of(ProblemCode.NOT_ACCEPTABLE, "Accept leaves no media type to answer in.");
        }
        return accepted;
    }

    /// @param answer what the answer is, for the refusal
    /// @throws ProblemException 406 where the caller does not take DICOM JSON
    public static void requireDicomJson(@Nullable String accept, String answer) {
        if (parse(accept).stream().noneMatch(AcceptedType::isJson)) {
            throw ProblemException.of(ProblemCode.NOT_ACCEPTABLE, answer + " as application/dicom+json only.");
        }
    }

    public String type() {
        return range.type();
    }

    private boolean isJson() {
        return isAnything() || JSON.contains(type());
    }

    public boolean isAnything() {
        return type().equals(MediaRange.ANYTHING);
    }

    public boolean isMultipart() {
        return isAnything() || MULTIPART.contains(type());
    }

    /// The type of the parts of a multipart answer.
    public String partType(String byDefault) {
        return range.parameter("type", byDefault);
    }

    public String transferSyntax() {
        return range.parameter("transfer-syntax", ANY_SYNTAX);
    }
}
