package org.meridiandx.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// The Authorization header. **Source:** RFC 6750 2.1, RFC 9449 7.1.
///
/// @param isDpop whether the token is said to be bound to a key by DPoP
/// @param token the access token, not looked at yet
record Authorization(boolean isDpop, String token) {
    private static final String BEARER = "Bearer ";
    private static final String DPOP = "DPoP ";

    /// @throws ProblemException 401 when there is none, more than one, or another scheme
    static Authorization parse(@Nullable List<String> headers) {
        if (headers == null || headers.isEmpty()) {
            throw ProblemException.of(
                    ProblemCode.UNAUTHENTICATED,
                    "The Authorization header is missing. Get a token at /oauth2/token and send it as Bearer token.");
        }
        var header = headers.getFirst();
        if (headers.size() == 1) {
            if (header.regionMatches(true, 0, BEARER, 0, BEARER.length()) && header.length() > BEARER.length()) {
                return new Authorization(
                        false, header.substring(BEARER.length()).trim());
            }
            if (header.regionMatches(true, 0, DPOP, 0, DPOP.length()) && header.length() > DPOP.length()) {
                return new Authorization(true, header.substring(DPOP.length()).trim());
            }
        }
        throw ProblemException.of(
                ProblemCode.UNAUTHENTICATED,
                "The Authorization header is not of the form: Bearer <token>, or DPoP <token>.");
    }

    @Override
    public String toString() {
        return "Authorization[redacted]";
    }
}
