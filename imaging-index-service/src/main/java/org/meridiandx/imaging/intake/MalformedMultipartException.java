package org.meridiandx.imaging.intake;

import java.io.IOException;

/// Says that a body is not the multipart message that its Content-Type promises. The text holds
/// nothing of the body.
final class MalformedMultipartException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedMultipartException(String text) {
        super(text);
    }
}
