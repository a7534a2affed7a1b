/// Tokens and clients that are stopped before their time, and the answer to whether a token is
/// good.
@NullMarked
package org.meridiandx.identity.revocation;

import org.jspecify.annotations.NullMarked;
