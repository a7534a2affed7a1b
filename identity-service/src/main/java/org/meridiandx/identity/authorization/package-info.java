/// The authorization endpoint: an app asks, a person signs in, chooses and decides, the app gets
/// a code. **Source:** SMART App Launch 2.2, RFC 6749, RFC 9126, RFC 9207, RFC 9700.
@NullMarked
package org.meridiandx.identity.authorization;

import org.jspecify.annotations.NullMarked;
