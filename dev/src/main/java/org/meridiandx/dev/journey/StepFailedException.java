package org.meridiandx.dev.journey;

/// A step of the journey did not go as it should.
final class StepFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    StepFailedException(String message) {
        super(message);
    }
}
