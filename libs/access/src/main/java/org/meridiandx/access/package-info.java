/// From token to caller, from caller to decision, from answer to audit event.
///
/// [TokenVerifier] turns a bearer token into a [Caller] (verified once, then cached until it expires). [Access] checks
/// the caller's scopes here and asks identity-service the rest; with no answer it refuses. [AuditTrail] makes the trace
/// durable before anything is disclosed. Deny by default: every path needs a token unless it is listed as public.
@NullMarked
package org.meridiandx.access;

import org.jspecify.annotations.NullMarked;
