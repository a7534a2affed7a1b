package org.meridiandx.result.edifact;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// The NHS acknowledgement (NHSACK, NHS001) of an interchange: each message accepted (MA) or
/// refused (MR) with the reason, and the interchange as a whole.
///
/// **Source:** NHS001; codes IAF (all accepted), IAP (some), IRM (none), IRI (not readable), MA,
/// MR.
public final class NhsAck {
    private static final ZoneId ENGLAND = ZoneId.of("Europe/London");
    private static final DateTimeFormatter HEADER =
            DateTimeFormatter.ofPattern("yyMMdd:HHmm", Locale.ROOT).withZone(ENGLAND);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT).withZone(ENGLAND);
    private static final int LONGEST_REASON = 350;

    private NhsAck() {}

    /// What became of one message.
    ///
    /// @param reason empty where it was accepted
    public record Answer(String reference, String reason) {
        boolean isAccepted() {
            return reason.isEmpty();
        }
    }

    /// @param reference of the acknowledgement, up to 14 digits
    public static String of(EdifactInterchange interchange, List<Answer> answers, Instant at, String reference) {
        var accepted = answers.stream().filter(Answer::isAccepted).count();
        var code = accepted == answers.size() ? "IAF" : accepted == 0 ? "IRM" : "IAP";
        var body = new StringBuilder();
        var segments = 4;
        for (var answer : answers) {
            body.append("NMR+AGO:")
                    .append(escape(answer.reference()))
                    .append(answer.isAccepted() ? "+MA'\n" : "+MR'\n");
            segments++;
            if (!answer.isAccepted()) {
                body.append("FTX+ERD+++").append(escape(cut(answer.reason()))).append("'\n");
                segments++;
            }
        }
        segments++;
        return "UNA:+.? '\nUNB+UNOC:3+" + escape(interchange.recipient()) + "+" + escape(interchange.sender()) + "+"
                + HEADER.format(at) + "+" + reference + "++NHSACK'\nUNH+1+NHSACK:D:1:NH:NHS001'\nBGM+AKR'\nDTM+137:"
                + DAY.format(at) + ":102'\nNIR+SIR:" + escape(interchange.reference()) + "+"
                + escape(interchange.sender()) + "+" + escape(interchange.recipient()) + "+" + code + "'\n" + body
                + "UNT+" + (segments) + "+1'\nUNZ+1+" + reference + "'\n";
    }

    private static String cut(String reason) {
        return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
    }

    private static String escape(String text) {
        return text.replaceAll("([?:+'])", "?$1").replaceAll("[\\r\\n\\x00]", " ");
    }
}
