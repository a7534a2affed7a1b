package org.meridiandx.result.attachments;

import java.util.Optional;
import java.util.regex.Pattern;

/// Id of a Binary: which document of which version of a report. What it names never changes.
///
/// @param number 1 for the first `presentedForm`
record AttachmentId(String reportId, int version, int number) {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9-]{1,48})\\.([1-9][0-9]{0,6})\\.([1-9][0-9]{0,3})");

    static Optional<AttachmentId> parse(String text) {
        var parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new AttachmentId(
                        parts.group(1), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return reportId + "." + version + "." + number;
    }
}
