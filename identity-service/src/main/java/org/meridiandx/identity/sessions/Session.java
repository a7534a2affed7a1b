package org.meridiandx.identity.sessions;

import java.time.Instant;

/// A person signed in.
///
/// @param hash digest of its id: a name for it that gives nothing away
public record Session(String hash, Person person, Instant startedAt) {}
