/// People who are signed in, in one browser: who they are, for how long, and what shows that a
/// request comes from that browser.
@NullMarked
package org.meridiandx.identity.sessions;

import org.jspecify.annotations.NullMarked;
