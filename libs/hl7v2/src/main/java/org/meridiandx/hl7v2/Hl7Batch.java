package org.meridiandx.hl7v2;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The messages of a file: a batch (FHS, BHS, BTS, FTS), several MSH in a row, a dump of MLLP
/// frames, or one message.
///
/// @param messages each message's bytes, from its MSH to before the next; a file in UTF-16 is given as UTF-8
/// @param findings what is odd about the envelope, in plain words without content (a count that does not match, a
///     missing trailer); the messages are given all the same
///
/// **Source**: HL7 v2.5.1 chapter 2, section 2.10.3.
public record Hl7Batch(List<byte[]> messages, List<String> findings) {

    /// Copies the lists.
    public Hl7Batch {
        messages = List.copyOf(messages);
        findings = List.copyOf(findings);
    }

    /// Splits a file.
    ///
    /// @param mostMessages more than these are refused
    /// @throws IllegalArgumentException where there are more
    public static Hl7Batch split(byte[] file, int mostMessages) {
        return new Splitter(file, mostMessages).split();
    }

    /// Numbers only; no content.
    @Override
    public String toString() {
        return "Hl7Batch[messages=" + messages.size() + ", findings=" + findings + "]";
    }

    /// One pass over the lines of a file.
    private static final class Splitter {
        private final byte[] file;
        private final int mostMessages;
        private final List<byte[]> messages = new ArrayList<>();
        private final List<String> findings = new ArrayList<>();
        private int open = -1;
        private int inBatch;
        private boolean batchHeader;
        private boolean fileHeader;
        private int batches;

        Splitter(byte[] file, int mostMessages) {
            this.file = singleByte(file);
            this.mostMessages = mostMessages;
        }

        Hl7Batch split() {
            int from = 0;
            while (from < file.length) {
                if (isLineStart(from)) {
                    line(from);
                }
                from = nextLine(from);
            }
            close(file.length);
            if (batchHeader) {
                findings.add("The batch has no trailer (BTS): it may be cut short");
            }
            if (fileHeader) {
                findings.add("The file has no trailer (FTS): it may be cut short");
            }
            if (messages.isEmpty()) {
                findings.add("There is no message (no segment begins with MSH)");
            }
            return new Hl7Batch(messages, findings);
        }

        private void line(int from) {
            if (isSegment(from, "MSH")) {
                close(from);
                if (messages.size() >= mostMessages) {
                    throw new IllegalArgumentException("More than " + mostMessages + " messages in one file");
                }
                open = from;
                inBatch++;
            } else if (isSegment(from, "FHS")) {
                close(from);
                fileHeader = true;
            } else if (isSegment(from, "BHS")) {
                close(from);
                batchHeader = true;
                inBatch = 0;
            } else if (isSegment(from, "BTS")) {
                close(from);
                count(from, "BTS-1", inBatch);
                batchHeader = false;
                batches++;
            } else if (isSegment(from, "FTS")) {
                close(from);
                count(from, "FTS-1", batches);
                fileHeader = false;
            }
        }

        private void close(int end) {
            if (open >= 0) {
                int to = open;
                while (to < end && !isFrame(file[to])) {
                    to++;
                }
                messages.add(Arrays.copyOfRange(file, open, to));
                open = -1;
            }
        }

        private void count(int from, String name, int found) {
            int end = Math.min(file.length, from + 16);
            int declared = 0;
            int i = from + 4;
            for (; i < end && file[i] >= '0' && file[i] <= '9' && i < from + 12; i++) {
                declared = declared * 10 + file[i] - '0';
            }
            if (i > from + 4 && declared != found) {
                findings.add(name + " says " + declared + ", there are " + found);
            }
        }

        private boolean isLineStart(int from) {
            return from + 3 <= file.length && file[from] != '\r' && file[from] != '\n';
        }

        /// Line ends and what frames a message; a byte order mark before MSH is passed over by [#isSegment].
        private int nextLine(int from) {
            int i = from;
            while (i < file.length && file[i] != '\r' && file[i] != '\n' && !isFrame(file[i])) {
                i++;
            }
            i++;
            if (i + 2 < file.length && file[i] == (byte) 0xEF && file[i + 1] == (byte) 0xBB) {
                i += 3;
            }
            return i;
        }

        private boolean isSegment(int from, String name) {
            if (from + 3 > file.length) {
                return false;
            }
            for (int i = 0; i < 3; i++) {
                if (file[from + i] != name.charAt(i)) {
                    return false;
                }
            }
            return from + 3 == file.length || !isLetter(file[from + 3]);
        }

        private static boolean isLetter(byte b) {
            return (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == ' ';
        }

        private static boolean isFrame(byte b) {
            return b == 0x1C || b == 0x0B;
        }

        /// Without byte order mark, and one byte per separator.
        private static byte[] singleByte(byte[] file) {
            var charset = TextDecoder.decode(Arrays.copyOf(file, Math.min(file.length, 4)))
                    .charset()
                    .charset();
            if (charset.name().startsWith("UTF-16")) {
                var text = new String(file, charset);
                return (text.startsWith("\uFEFF") ? text.substring(1) : text).getBytes(StandardCharsets.UTF_8);
            }
            return Optional.of(file)
                    .filter(f -> f.length > 2 && f[0] == (byte) 0xEF && f[1] == (byte) 0xBB)
                    .map(f -> Arrays.copyOfRange(f, 3, f.length))
                    .orElse(file);
        }
    }
}
