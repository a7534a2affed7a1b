package org.meridiandx.dev.region;

/// The region cannot be started or used, for a reason that the person at the keyboard can do something about.
///
/// The message says what to do, in one or two sentences.
public final class RegionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RegionException(String message) {
        super(message);
    }

    public RegionException(String message, Throwable cause) {
        super(message, cause);
    }
}
