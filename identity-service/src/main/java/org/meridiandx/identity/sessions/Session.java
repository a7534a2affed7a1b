package org.meridiandx.identity.sessions;

import java.time.Instant;

/// A person signed in.
///
/// @param hash digest of its id: a name for it that gives nothing away
public record Session(String hash, Person person, Instant startedAt) {
    /// When the provider asked the person who they are; the session's beginning where it does not
    /// tell. A provider that knows a browser from before lets its person through without asking.
    public Instant authenticatedAt() {
        var said = Instant.ofEpochSecond(person.authenticatedAt());
        return person.authenticatedAt() == 0 || said.isAfter(startedAt) ? startedAt : said;
    }
}
