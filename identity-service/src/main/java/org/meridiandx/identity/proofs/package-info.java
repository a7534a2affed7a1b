/// How a client proves at the token endpoint who it is, and which key its token is to be bound to.
@NullMarked
package org.meridiandx.identity.proofs;

import org.jspecify.annotations.NullMarked;
