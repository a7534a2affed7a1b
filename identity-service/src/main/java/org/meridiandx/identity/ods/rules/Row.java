package org.meridiandx.identity.ods.rules;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One row of a file by the names of its columns.
public record Row(Map<String, String> cells) {
    private static final Pattern CODE = Pattern.compile("[A-Z0-9]{3,10}");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final int MAX_LENGTH = 300;

    public Row {
        cells = Map.copyOf(cells);
    }

    /// The value without doubled spaces; empty where there is none.
    String text(String column) {
        var text =
                SPACES.matcher(cells.getOrDefault(column, "")).replaceAll(" ").strip();
        if (text.length() > MAX_LENGTH) {
            throw new UnusableException("value-too-long");
        }
        return text;
    }

    String required(String column, String reason) {
        var text = text(column);
        if (text.isEmpty()) {
            throw new UnusableException(reason);
        }
        return text;
    }

    String name(String column) {
        return required(column, "name-missing");
    }

    String code(String column) {
        var code = required(column, "code-missing").toUpperCase(Locale.ROOT);
        if (!CODE.matcher(code).matches()) {
            throw new UnusableException("code-malformed");
        }
        return code;
    }

    /// A code that may be missing.
    String optionalCode(String column) {
        return text(column).isEmpty() ? "" : code(column);
    }

    /// `YYYYMMDD` as ISO; empty where there is none.
    String date(String column) {
        var text = text(column);
        if (text.isEmpty()) {
            return "";
        }
        try {
            return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE).toString();
        } catch (DateTimeException bad) {
            throw new UnusableException("date-malformed");
        }
    }

    String lines(String... columns) {
        return Arrays.stream(columns)
                .map(this::text)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return "Row" + cells.keySet();
    }

    /// The row cannot be used; caught by [OdsLayout#read].
    static final class UnusableException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        UnusableException(String reason) {
            super(reason);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }
}
