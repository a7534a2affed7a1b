package org.meridiandx.fhir.formats;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A media type or range with its parameters, as Accept, Content-Type and `_format` name it.
///
/// **Source:** RFC 9110 sections 8.3.1 and 12.5.1.
///
/// @param type `type/subtype` in lower case; either part may be `*` in a range
/// @param parameters by lower-case name, values in lower case without quotes
record MediaRange(String type, Map<String, String> parameters) {
    private static final String TOKEN = "[a-z0-9!#$%&'*+.^_`|~-]+";
    private static final Pattern TYPE = Pattern.compile(TOKEN + "/" + TOKEN);
    private static final Pattern NAME = Pattern.compile(TOKEN);
    private static final Pattern WEIGHT = Pattern.compile("0|1|(0|1)?\\.[0-9]*");

    MediaRange {
        parameters = Map.copyOf(parameters);
    }

    /// The entries of a list that can be read; one that cannot is nothing that the caller accepts.
    static List<MediaRange> list(String header) {
        return split(header, ',').stream()
                .map(MediaRange::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    /// @return empty when it is not of the form `type/subtype; name=value`
    static Optional<MediaRange> parse(String text) {
        var pieces = split(text.toLowerCase(Locale.ROOT), ';');
        // The JDK's own client says "*" for anything.
        var type = pieces.getFirst().strip().equals("*")
                ? "*/*"
                : pieces.getFirst().strip();
        var parameters = new TreeMap<String, String>();
        for (var piece : pieces.subList(1, pieces.size())) {
            var equals = piece.indexOf('=');
            var name = equals < 0 ? piece.strip() : piece.substring(0, equals).strip();
            if (!NAME.matcher(name).matches() || equals < 0) {
                return Optional.empty();
            }
            parameters.put(name, piece.substring(equals + 1).strip().replace("\"", ""));
        }
        var isReadable = TYPE.matcher(type).matches()
                && WEIGHT.matcher(parameters.getOrDefault("q", "1")).matches();
        return isReadable ? Optional.of(new MediaRange(type, parameters)) : Optional.empty();
    }

    boolean isRefused() {
        return parameters.getOrDefault("q", "1").matches("[0.]*");
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
