package org.meridiandx.result.edifact;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An interchange: UNB to UNZ, with its messages.
///
/// **Source:** ISO 9735 (UN/EDIFACT syntax, version 3): UNA, UNB, UNH, UNT, UNZ, release character.
///
/// @param sender UNB-2: the mailbox of the sender
/// @param recipient UNB-3
/// @param reference UNB-5: known again by sender and this
/// @param messages in order
public record EdifactInterchange(String sender, String recipient, String reference, List<Message> messages) {
    private static final int MOST_SEGMENTS = 200_000;

    public EdifactInterchange {
        messages = List.copyOf(messages);
    }

    /// One message: UNH to UNT.
    ///
    /// @param reference UNH-1
    /// @param type UNH-2.1, such as `MEDRPT`
    /// @param form UNH-2.5, such as `NHS003`
    /// @param raw as sent, from UNH to the end of UNT
    /// @param isWhole whether UNT says as many segments as there are, and the same reference
    public record Message(
            String reference, String type, String form, String raw, boolean isWhole, List<EdifactSegment> segments) {
        public Message {
            segments = List.copyOf(segments);
        }

        @Override
        public String toString() {
            return "Message[type=" + type + ", form=" + form + "]";
        }
    }

    /// @return empty where this is no interchange: no UNB, no message, no end, or more than 200,000
    ///     segments
    public static Optional<EdifactInterchange> read(String text) {
        var tokens = new Tokens(text);
        var segments = tokens.all();
        var head = segments.stream().filter(segment -> segment.is("UNB")).findFirst();
        var messages = messages(tokens, segments);
        if (head.isEmpty() || messages.isEmpty() || segments.size() > MOST_SEGMENTS) {
            return Optional.empty();
        }
        var isEnded = segments.getLast().is("UNZ");
        return isEnded
                ? Optional.of(new EdifactInterchange(
                        head.get().text(1), head.get().text(2), head.get().text(4), messages))
                : Optional.empty();
    }

    private static List<Message> messages(Tokens tokens, List<EdifactSegment> segments) {
        var messages = new ArrayList<Message>();
        var open = new ArrayList<EdifactSegment>();
        var from = 0;
        for (var at = 0; at < segments.size(); at++) {
            var segment = segments.get(at);
            if (segment.is("UNH")) {
                open.clear();
                from = at;
            }
            open.add(segment);
            if (segment.is("UNT") && open.getFirst().is("UNH")) {
                messages.add(message(open, segment, tokens.raw(from, at)));
                open.clear();
            }
        }
        return messages;
    }

    private static Message message(List<EdifactSegment> segments, EdifactSegment end, String raw) {
        var head = segments.getFirst();
        var isWhole = end.text(0).equals(Integer.toString(segments.size()))
                && end.text(1).equals(head.text(0));
        return new Message(head.text(0), head.text(1, 0), head.text(1, 4), raw, isWhole, segments);
    }

    @Override
    public String toString() {
        return "EdifactInterchange[messages=" + messages.size() + "]";
    }

    /// One pass over the text.
    private static final class Tokens {
        private final String text;
        private final char component;
        private final char element;
        private final char release;
        private final char end;
        private final List<Integer> ends = new ArrayList<>();
        private int at;

        Tokens(String text) {
            var start = text.stripLeading();
            var isAdvised = start.startsWith("UNA") && start.length() >= 9;
            this.component = isAdvised ? start.charAt(3) : ':';
            this.element = isAdvised ? start.charAt(4) : '+';
            this.release = isAdvised ? start.charAt(6) : '?';
            // Some senders leave out the reserved place before the segment end.
            var endAt = isAdvised && start.startsWith("UNB", 8) ? 7 : 8;
            this.end = isAdvised ? start.charAt(endAt) : '\'';
            this.text = start;
            this.at = isAdvised ? endAt + 1 : 0;
        }

        List<EdifactSegment> all() {
            var segments = new ArrayList<EdifactSegment>();
            while (at < text.length() && segments.size() <= MOST_SEGMENTS) {
                next().ifPresent(segment -> {
                    segments.add(segment);
                    ends.add(at);
                });
            }
            return segments;
        }

        /// The text of some segments, the last one's end included.
        String raw(int first, int last) {
            return text.substring(first == 0 ? 0 : ends.get(first - 1), ends.get(last))
                    .strip();
        }

        /// A segment without its end is none: the interchange was cut.
        private Optional<EdifactSegment> next() {
            var elements = new ArrayList<List<String>>();
            var components = new ArrayList<String>();
            var value = new StringBuilder();
            while (at < text.length()) {
                var sign = text.charAt(at++);
                if (sign == release && at < text.length()) {
                    value.append(kept(text.charAt(at++)));
                } else if (sign == end || sign == element) {
                    components.add(value.toString());
                    elements.add(List.copyOf(components));
                    components.clear();
                    value.setLength(0);
                    if (sign == end) {
                        return segment(elements);
                    }
                } else if (sign == component) {
                    components.add(value.toString());
                    value.setLength(0);
                } else if (sign != '\r' && sign != '\n') {
                    value.append(kept(sign));
                }
            }
            return Optional.empty();
        }

        /// As in HL7 v2: a NUL, which no database keeps in a text, is a character that cannot be read.
        private static char kept(char sign) {
            return sign == '\0' ? '\uFFFD' : sign;
        }

        private static Optional<EdifactSegment> segment(List<List<String>> elements) {
            var name = elements.getFirst().getFirst().strip();
            return name.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new EdifactSegment(name, elements.subList(1, elements.size())));
        }
    }
}
