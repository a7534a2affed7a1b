package org.meridiandx.identity.grants;

import java.time.Instant;

/// One consent in use.
///
/// @param id names its family of tokens
/// @param sessionHash the session that it was given in
/// @param isOffline whether it outlives that session
/// @param expires when the last refresh token ends
record PersonGrant(
        String id, String clientId, String sessionHash, GrantDetails details, boolean isOffline, Instant expires) {}
