package org.meridiandx.imaging.header;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Optional;

/// Times of representation TM: `HH`, `HHMM`, `HHMMSS`, `HHMMSS.F…`; colons of older files are let through.
public final class DicomTime {
    private DicomTime() {}

    /// `HHMMSS.FFFFFF`, so that times compare as texts.
    public static Optional<String> normalise(String text) {
        return parse(text)
                .map(time -> String.format(
                        Locale.ROOT,
                        "%02d%02d%02d.%06d",
                        time.getHour(),
                        time.getMinute(),
                        time.getSecond(),
                        time.getNano() / 1000));
    }

    static Optional<LocalTime> parse(String text) {
        var plain = text.replace(":", "");
        var dot = plain.indexOf('.');
        var whole = dot < 0 ? plain : plain.substring(0, dot);
        var fraction = dot < 0 ? "" : plain.substring(dot + 1);
        var isTime = (whole.length() == 2 || whole.length() == 4 || whole.length() == 6)
                && fraction.length() <= 6
                && (whole + fraction).chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isTime) {
            return Optional.empty();
        }
        var padded = (whole + "0000").substring(0, 6);
        try {
            return Optional.of(LocalTime.of(
                    Integer.parseInt(padded.substring(0, 2)),
                    Integer.parseInt(padded.substring(2, 4)),
                    Math.min(59, Integer.parseInt(padded.substring(4))), // 60 is a leap second
                    Integer.parseInt((fraction + "000000").substring(0, 6)) * 1000));
        } catch (DateTimeException noSuchTime) {
            return Optional.empty();
        }
    }
}
