/// Signing people in by the national identity providers: this region is their relying party.
@NullMarked
package org.meridiandx.identity.signin;

import org.jspecify.annotations.NullMarked;
