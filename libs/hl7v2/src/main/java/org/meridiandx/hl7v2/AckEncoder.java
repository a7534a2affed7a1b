package org.meridiandx.hl7v2;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Writes the answer to one message.
///
/// **Source**: HL7 v2.5.1 chapter 2: 2.9 (which answer), 2.15.5 (ERR), 2.15.8 (MSA), 2.15.9 (MSH).
final class AckEncoder {

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmssxx", Locale.ROOT).withZone(ZoneOffset.UTC);

    /// The version written where the sender's is absent or unknown.
    private static final String FALLBACK_VERSION = "2.5.1";

    private static final int LONGEST_TEXT = 250;

    /// MSA-3 is at most 80 characters long.
    private static final int LONGEST_SUMMARY = 80;

    private static final int MOST_PROBLEMS = 50;

    private final ReceivedMessage inbound;
    private final MessageHeader header;
    private final Instant at;
    private final String controlId;
    private final Delimiters delimiters;
    private final String version;

    AckEncoder(ReceivedMessage inbound, Instant at, String controlId) {
        this.inbound = inbound;
        this.header = inbound.header();
        this.at = at;
        this.controlId = controlId;
        var declared = header.delimiters();
        this.delimiters = declared.isComplete() ? declared : Delimiters.STANDARD;
        this.version = isKnown(header.version()) ? header.version() : FALLBACK_VERSION;
    }

    /// MSA-1, or nothing where no answer is wanted. One message gets one answer: the application acknowledgement,
    /// unless MSH-16 turns it off; then the accept acknowledgement, unless MSH-15 turns that off too.
    static Optional<String> answerCode(Acknowledgement acknowledgement, MessageHeader header) {
        boolean accepted = acknowledgement instanceof Acknowledgement.Accepted;
        var code = acknowledgement.code();
        var application = header.applicationAcknowledgement();
        if (!isCondition(application) || isMet(application, accepted)) {
            return Optional.of(code);
        }
        var accept = header.acceptAcknowledgement();
        if (!isCondition(accept) || isMet(accept, accepted)) {
            return Optional.of("C" + code.charAt(1));
        }
        return Optional.empty();
    }

    /// Table 0155.
    private static boolean isCondition(String value) {
        return value.equals("AL") || value.equals("NE") || value.equals("ER") || value.equals("SU");
    }

    private static boolean isMet(String condition, boolean accepted) {
        return condition.equals("AL") || (condition.equals("SU") && accepted) || (condition.equals("ER") && !accepted);
    }

    byte[] encode(String code, List<AckProblem> problems, Optional<Acknowledgement.Content> content) {
        var out = new StringBuilder(256);
        if (inbound.charset().byteOrderMark()) {
            out.append('\uFEFF');
        }
        appendHeader(out, content);
        appendAcknowledgement(out, code, problems);
        if (isAtLeast(2, 5)) {
            problems.stream().limit(MOST_PROBLEMS).forEach(problem -> appendProblem(out, problem));
        } else if (!problems.isEmpty()) {
            appendOldProblems(out, problems);
        }
        content.stream()
                .flatMap(more -> more.segments().stream())
                .forEach(segment -> out.append(clean(segment)).append('\r'));
        return out.toString().getBytes(inbound.charset().charset());
    }

    private void appendHeader(StringBuilder out, Optional<Acknowledgement.Content> content) {
        char separator = delimiters.field();
        out.append("MSH").append(separator).append(delimiters.encodingCharacters());
        append(out, clean(header.receivingApplication())); // MSH-3 <- MSH-5
        append(out, clean(header.receivingFacility())); // MSH-4 <- MSH-6
        append(out, clean(header.sendingApplication())); // MSH-5 <- MSH-3
        append(out, clean(header.sendingFacility())); // MSH-6 <- MSH-4
        append(out, TIMESTAMP.format(at)); // MSH-7
        append(out, ""); // MSH-8
        append(out, content.map(this::messageType).orElseGet(this::messageType)); // MSH-9
        append(out, controlId); // MSH-10
        append(out, header.processingId().isEmpty() ? "P" : clean(header.processingId())); // MSH-11 <- MSH-11.1
        append(out, version); // MSH-12
        var charset = clean(inbound.charset().answerName());
        if (!charset.isEmpty()) {
            out.repeat(separator, 5);
            append(out, charset); // MSH-18
        }
        out.append('\r');
    }

    private String messageType() {
        if (header.triggerEvent().isEmpty() || !isAtLeast(2, 2)) {
            return "ACK";
        }
        var type = "ACK" + delimiters.component() + clean(header.triggerEvent());
        return isAtLeast(2, 4) ? type + delimiters.component() + "ACK" : type;
    }

    private String messageType(Acknowledgement.Content content) {
        var type = content.messageCode() + delimiters.component() + content.triggerEvent();
        return isAtLeast(2, 4) ? type + delimiters.component() + content.structure() : type;
    }

    private void appendAcknowledgement(StringBuilder out, String code, List<AckProblem> problems) {
        out.append("MSA");
        append(out, code); // MSA-1
        append(out, clean(header.controlId())); // MSA-2 <- MSH-10, as sent
        if (!problems.isEmpty() && !isAtLeast(2, 7)) {
            append(out, escaped(summary(problems.getFirst()), LONGEST_SUMMARY)); // MSA-3
        }
        out.append('\r');
    }

    private static String summary(AckProblem problem) {
        return problem.location() + ": " + problem.message();
    }

    private void appendProblem(StringBuilder out, AckProblem problem) {
        out.append("ERR");
        append(out, ""); // ERR-1
        append(out, location(problem.location())); // ERR-2
        append(out, code(problem.error(), delimiters.component())); // ERR-3
        append(out, problem.severity().code()); // ERR-4
        append(out, ""); // ERR-5
        append(out, ""); // ERR-6
        append(out, ""); // ERR-7
        append(out, escaped(problem.message(), LONGEST_TEXT)); // ERR-8
        out.append('\r');
    }

    /// Before v2.5: one ERR-1 that repeats, `segment ^ sequence ^ field ^ code & text & table`.
    private void appendOldProblems(StringBuilder out, List<AckProblem> problems) {
        out.append("ERR").append(delimiters.field());
        int count = Math.min(problems.size(), MOST_PROBLEMS);
        for (int i = 0; i < count; i++) {
            var problem = problems.get(i);
            if (i > 0) {
                out.append(delimiters.repetition());
            }
            var location = problem.location();
            out.append(escaped(location.segment(), 3)).append(delimiters.component());
            out.append(positive(location.sequence())).append(delimiters.component());
            out.append(positive(location.field())).append(delimiters.component());
            out.append(code(problem.error(), delimiters.subcomponent()));
        }
        out.append('\r');
    }

    private String location(AckProblem.Location location) {
        if (location.segment().isEmpty()) {
            return "";
        }
        char separator = delimiters.component();
        var out = new StringBuilder(escaped(location.segment(), 3))
                .append(separator)
                .append(positive(location.sequence()));
        if (location.field() > 0) {
            out.append(separator).append(location.field());
        }
        if (location.repetition() > 0 || location.component() > 0) {
            out.append(separator).append(positive(location.repetition()));
        }
        if (location.component() > 0) {
            out.append(separator).append(location.component());
        }
        return out.toString();
    }

    private static String code(Hl7Error error, char separator) {
        return error.number() + String.valueOf(separator) + error.text() + separator + "HL70357";
    }

    private static String positive(int number) {
        return number > 0 ? Integer.toString(number) : "";
    }

    private void append(StringBuilder out, String field) {
        out.append(delimiters.field()).append(field);
    }

    private String escaped(String text, int longest) {
        return Escapes.encode(text.length() > longest ? text.substring(0, longest) : text, delimiters);
    }

    /// What is copied from the message is copied as sent, but cannot break the answer's frame or lines.
    private static String clean(String copied) {
        for (int i = 0; i < copied.length(); i++) {
            if (copied.charAt(i) < ' ') {
                return copied.codePoints()
                        .filter(c -> c >= ' ')
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return copied;
    }

    private static boolean isKnown(String version) {
        return version.length() >= 3
                && version.startsWith("2.")
                && version.length() <= 5
                && version.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private boolean isAtLeast(int major, int minor) {
        return version.charAt(0) - '0' > major || version.charAt(2) - '0' >= minor;
    }
}
