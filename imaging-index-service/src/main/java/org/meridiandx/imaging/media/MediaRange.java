package org.meridiandx.imaging.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// One entry of an Accept header.
///
/// **Source:** RFC 9110 section 12.5.1; DICOM PS3.18 section 8.7.5 for `type` and `transfer-syntax`.
///
/// @param type media type in lower case
/// @param parameters by lower-case name, without quotes
public record MediaRange(String type, Map<String, String> parameters) {
    public static final String DICOM_JSON = "application/dicom+json";
    public static final String ANY_SYNTAX = "*";
    private static final String MULTIPART = "multipart/related";
    private static final Set<String> JSON = Set.of(DICOM_JSON, "application/json", "application/*");

    public MediaRange {
        parameters = Map.copyOf(parameters);
    }

    /// @return the entries in the order of their quality, then of their place; one for everything where
    ///     there is none
    public static List<MediaRange> parse(@Nullable String accept) {
        var ranges = new ArrayList<MediaRange>();
        for (var entry : split(accept == null || accept.isBlank() ? "*/*" : accept, ',')) {
            var pieces = split(entry, ';');
            var parameters = new TreeMap<String, String>();
            for (var piece : pieces.subList(1, pieces.size())) {
                var equals = piece.indexOf('=');
                if (equals > 0) {
                    var value = piece.substring(equals + 1).strip().replace("\"", "");
                    parameters.put(piece.substring(0, equals).strip().toLowerCase(Locale.ROOT), value);
                }
            }
            ranges.add(new MediaRange(pieces.getFirst().strip().toLowerCase(Locale.ROOT), parameters));
        }
        ranges.removeIf(range -> range.quality() <= 0);
        if (ranges.isEmpty()) {
            throw ProblemException.of(ProblemCode.NOT_ACCEPTABLE, "Accept leaves no media type to answer in.");
        }
        ranges.sort((a, b) -> Double.compare(b.quality(), a.quality()));
        return ranges;
    }

    /// @param answer what the answer is, for the refusal
    /// @throws ProblemException 406 where the caller does not take DICOM JSON
    public static void requireDicomJson(@Nullable String accept, String answer) {
        if (parse(accept).stream().noneMatch(MediaRange::isJson)) {
            throw ProblemException.of(ProblemCode.NOT_ACCEPTABLE, answer + " as application/dicom+json only.");
        }
    }

    private boolean isJson() {
        return isAnything() || JSON.contains(type);
    }

    public boolean isAnything() {
        return type.equals("*/*");
    }

    public boolean isMultipart() {
        return type.equals(MULTIPART) || type.equals("multipart/*") || isAnything();
    }

    /// The type of the parts of a multipart answer.
    public String partType(String byDefault) {
        return parameters.getOrDefault("type", byDefault).toLowerCase(Locale.ROOT);
    }

    public String transferSyntax() {
        return parameters.getOrDefault("transfer-syntax", ANY_SYNTAX);
    }

    private double quality() {
        try {
            return Double.parseDouble(parameters.getOrDefault("q", "1"));
        } catch (NumberFormatException odd) {
            return 1;
        }
    }

    /// Splits where a separator stands outside of quotes.
    private static List<String> split(String text, char separator) {
        var pieces = new ArrayList<String>();
        var isQuoted = false;
        var start = 0;
        for (var at = 0; at < text.length(); at++) {
            var c = text.charAt(at);
            isQuoted ^= c == '"';
            if (c == separator && !isQuoted) {
                pieces.add(text.substring(start, at));
                start = at + 1;
            }
        }
        pieces.add(text.substring(start));
        return pieces;
    }
}
