package org.meridiandx.fhir.formats;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;

/// The one rule of formats: FHIR is spoken as JSON in UTF-8, and who can take or give only
/// something else is told so.
///
/// **Source:** FHIR R4 http, content types and encodings (`_format` decides before Accept); RFC
/// 9110 section 12.5.1. Accept-Charset means nothing any more (RFC 9110 section 12.5.2).
public final class JsonOnly {
    private static final Set<String> JSON = Set.of("application/fhir+json", "application/json", "text/json");
    private static final Set<String> VERSIONS = Set.of("4.0", "4.0.1");
    /// US-ASCII is UTF-8 as far as it goes.
    private static final Set<String> CHARSETS = Set.of("utf-8", "utf8", "us-ascii");
    private static final Set<String> PLAIN = Set.of(
            MediaRange.ANYTHING,
            "application/fhir+json",
            "application/json",
            "application/fhir+json, application/json",
            "application/fhir+json;q=1.0, application/json+fhir;q=0.9",
            "application/fhir+json, */*");
    private static final String OFFER =
            "Only FHIR R4 as JSON is given: _format=json, or Accept: application/fhir+json, application/json or */*.";

    private JsonOnly() {}

    /// @param formats values of `_format`
    /// @param accepts lines of Accept; looked at only without `_format`
    public static Optional<Problem> refuseAnswer(List<String> formats, List<String> accepts) {
        if (!formats.isEmpty()) {
            return formats.stream()
                    .filter(Predicate.not(JsonOnly::isJsonFormat))
                    .findFirst()
                    .map(other -> Problem.of(ProblemCode.NOT_ACCEPTABLE, OFFER, "_format"));
        }
        return isPlainlyJson(accepts) || accepts.stream().allMatch(String::isBlank) || takesJson(accepts)
                ? Optional.empty()
                : Optional.of(Problem.of(ProblemCode.NOT_ACCEPTABLE, OFFER));
    }

    /// What nearly every client sends: nothing has to be read.
    private static boolean isPlainlyJson(List<String> accepts) {
        return accepts.isEmpty() || accepts.size() == 1 && PLAIN.contains(accepts.getFirst());
    }

    /// Only the character set: which media types a body may have is for each address to say.
    static Optional<Problem> refuseBody(String contentType) {
        var isTaken = MediaRange.parse(contentType)
                .filter(type -> CHARSETS.contains(type.parameter("charset", "utf-8")))
                .isPresent();
        return isTaken
                ? Optional.empty()
                : Optional.of(Problem.of(
                        ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                        "Send the body in UTF-8, as Content-Type: application/fhir+json; charset=utf-8."));
    }

    /// A plus sign that was not percent-encoded arrives as a space.
    private static boolean isJsonFormat(String format) {
        return format.equals("json")
                || MediaRange.parse(format.strip().replace(' ', '+').replace(";+", ";"))
                        .filter(JsonOnly::isJson)
                        .isPresent();
    }

    /// The most specific range that covers JSON decides, and of several alike one that takes it.
    private static boolean takesJson(List<String> accepts) {
        var ranges =
                accepts.stream().flatMap(line -> MediaRange.list(line).stream()).toList();
        return Stream.<Predicate<MediaRange>>of(
                        JsonOnly::isJson,
                        range -> range.type().equals("application/*"),
                        range -> range.type().equals(MediaRange.ANYTHING))
                .map(covers -> ranges.stream().filter(covers).toList())
                .filter(Predicate.not(List::isEmpty))
                .findFirst()
                .filter(covering -> !covering.stream().allMatch(MediaRange::isRefused))
                .isPresent();
    }

    private static boolean isJson(MediaRange range) {
        return JSON.contains(range.type()) && VERSIONS.contains(range.parameter("fhirversion", "4.0"));
    }
}
