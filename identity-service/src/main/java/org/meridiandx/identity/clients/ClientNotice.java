package org.meridiandx.identity.clients;

import java.time.Instant;

/// What the people behind a client should hear of.
///
/// @param kind `keys-changed`, `switched-off` or `assertion-refused`
/// @param detail of an assertion what is wrong with it: the name of a claim
/// @param times on that day; of refused assertions at most one a minute is counted
public record ClientNotice(String kind, String detail, Instant firstAt, Instant lastAt, int times) {}
