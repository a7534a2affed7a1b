package org.meridiandx.dev.journey;

import java.time.Duration;

/// Something sent and what came back.
///
/// @param who the persona or system that sent it
/// @param sent what, in a few words
/// @param answer what came back, in a few words
/// @param took how long that took
public record Exchange(String who, String sent, String answer, Duration took) {}
