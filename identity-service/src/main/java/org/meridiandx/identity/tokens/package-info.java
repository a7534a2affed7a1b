/// OAuth 2 tokens for client credentials with a signed JWT, the keys to check them, and discovery.
@NullMarked
package org.meridiandx.identity.tokens;

import org.jspecify.annotations.NullMarked;
