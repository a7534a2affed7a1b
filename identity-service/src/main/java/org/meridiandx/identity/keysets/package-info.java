/// Public keys of others: JWK sets read strictly, inline or from an address that is allowed.
@NullMarked
package org.meridiandx.identity.keysets;

import org.jspecify.annotations.NullMarked;
