package org.meridiandx.result.intake;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.meridiandx.hl7v2.Hl7Batch;

/// The answer to a batch is a batch of acknowledgements, which names the one that it answers.
///
/// **Source:** HL7 v2.5.1 chapter 2.10.3, 2.15.2 (BHS), 2.15.3 (BTS), 2.15.6 (FHS), 2.15.7 (FTS).
///
/// @param file FHS as sent; empty where there is none
/// @param batch BHS as sent; empty where there is none
/// @param findings what is odd about the envelope
record BatchEnvelope(String file, String batch, List<String> findings) {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmssxx", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MOST_FIELDS = 12;

    BatchEnvelope {
        findings = List.copyOf(findings);
    }

    /// @return empty for one message without an envelope
    static Optional<BatchEnvelope> of(byte[] body, Hl7Batch split) {
        // One byte per character: names go back as the bytes that they came as.
        var text = new String(body, StandardCharsets.ISO_8859_1);
        var file = first(text, "FHS");
        var batch = first(text, "BHS");
        return file.isEmpty() && batch.isEmpty() && split.messages().size() == 1
                ? Optional.empty()
                : Optional.of(new BatchEnvelope(file, batch, split.findings()));
    }

    /// The first header of a name before the first message.
    private static String first(String text, String name) {
        return text.lines()
                .takeWhile(line -> !line.contains("MSH"))
                .map(line -> line.substring(Math.max(0, line.indexOf(name))))
                .filter(line -> line.startsWith(name) && line.length() > name.length())
                .findFirst()
                .orElse("");
    }

    /// @param answers one per message, in order; an empty one was not wanted
    byte[] around(List<Optional<byte[]>> answers, Instant at, String controlId) {
        var out = new ByteArrayOutputStream();
        if (!file.isEmpty()) {
            write(out, header(file, "FHS", at, controlId));
        }
        write(out, header(batch.isEmpty() ? "BHS|^~\\&" : batch, "BHS", at, controlId));
        var written = answers.stream().flatMap(Optional::stream).toList();
        written.forEach(out::writeBytes);
        var separator = separator(batch);
        write(out, "BTS" + separator + written.size() + separator + String.join("; ", findings));
        if (!file.isEmpty()) {
            write(out, "FTS" + separator(file) + 1);
        }
        return out.toByteArray();
    }

    private static String header(String sent, String name, Instant at, String controlId) {
        var separator = separator(sent);
        var fields = (sent + separator.repeat(MOST_FIELDS)).split(java.util.regex.Pattern.quote(separator), -1);
        // What stands before the second separator is BHS-2, because the separator itself is BHS-1.
        var answer = Stream.of(
                name,
                fields[1], // -2
                fields[4], // -3 <- -5
                fields[5], // -4 <- -6
                fields[2], // -5 <- -3
                fields[3], // -6 <- -4
                TIMESTAMP.format(at), // -7
                "",
                fields[8], // -9 <- -9
                "",
                controlId, // -11
                fields[10]); // -12 <- -11
        return String.join(separator, answer.toList());
    }

    private static String separator(String header) {
        return header.length() > 3 ? header.substring(3, 4) : "|";
    }

    private static void write(ByteArrayOutputStream out, String segment) {
        out.writeBytes((segment + "\r").getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public String toString() {
        return "BatchEnvelope[findings=" + findings + "]";
    }
}
