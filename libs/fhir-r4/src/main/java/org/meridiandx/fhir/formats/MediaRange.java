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
/// **Source:** RFC 9110 sections 5.6.6 (parameters), 8.3.1 and 12.5.1.
///
/// @param type `type/subtype` in lower case; either part may be `*` in a range
/// @param parameters by lower-case name, values as they were sent, without quotes
public record MediaRange(String type, Map<String, String> parameters) {
    public static final String ANYTHING = "*/*";
    private static final String TOKEN = "[a-z0-9!#$%&'*+.^_`|~-]+";
    private static final Pattern TYPE = Pattern.compile(TOKEN + "/" + TOKEN);
    private static final Pattern NAME = Pattern.compile(TOKEN);
    private static final Pattern WEIGHT = Pattern.compile("0|1|(0|1)?\\.[0-9]*");

    public MediaRange {
        parameters = Map.copyOf(parameters);
    }

    /// The entries of a list that can be read; one that cannot is nothing that the caller accepts.
    public static List<MediaRange> list(String header) {
        return split(header, ',').stream()
                .map(MediaRange::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    /// @return empty when it is not of the form `type/subtype; name=value`
    public static Optional<MediaRange> parse(String text) {
        var pieces = split(text, ';');
        var type = pieces.getFirst().strip().toLowerCase(Locale.ROOT);
        var parameters = new TreeMap<String, String>();
        for (var piece : pieces.subList(1, pieces.size())) {
            // RFC 9110 lets a semicolon stand before nothing.
            if (!piece.isBlank() && !add(parameters, piece)) {
                return Optional.empty();
            }
        }
        // The JDK's own client says "*" for anything.
        var range = new MediaRange(type.equals("*") ? ANYTHING : type, parameters);
        var isReadable = TYPE.matcher(range.type).matches()
                && WEIGHT.matcher(range.parameter("q", "1")).matches();
        return isReadable ? Optional.of(range) : Optional.empty();
    }

    private static boolean add(Map<String, String> parameters, String piece) {
        var equals = piece.indexOf('=');
        if (equals < 0) {
            return false;
        }
        var name = piece.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        parameters.put(name, piece.substring(equals + 1).strip().replace("\"", ""));
        return NAME.matcher(name).matches();
    }

    /// A parameter whose values do not differ by case, in lower case.
    public String parameter(String name, String byDefault) {
        return parameters.getOrDefault(name, byDefault).toLowerCase(Locale.ROOT);
    }

    /// How much it is wanted: 0 (not at all) to 1.
    public double weight() {
        var q = parameter("q", "1");
        return q.matches("[0.]*") ? 0 : Double.parseDouble(q);
    }

    public boolean isRefused() {
        return weight() == 0;
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
