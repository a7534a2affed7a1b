package org.meridiandx.order.guidance.rules;

import java.util.Optional;

/// Where something is from.
///
/// @param section of it
/// @param checked `primary`, `secondary` or `not-read`
public record Source(String name, String section, Optional<String> url, String checked) {}
