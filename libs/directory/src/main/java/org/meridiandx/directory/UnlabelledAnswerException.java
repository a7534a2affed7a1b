package org.meridiandx.directory;

import java.io.Serial;

/// An identity-service that is older than security labels has answered.
final class UnlabelledAnswerException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    UnlabelledAnswerException() {
        super("The answer does not tell the patient's security labels");
    }
}
