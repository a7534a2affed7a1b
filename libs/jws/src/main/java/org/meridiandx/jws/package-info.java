/// Signed JWTs in compact form, read with suspicion: the one reader of every token, assertion
/// and proof.
@NullMarked
package org.meridiandx.jws;

import org.jspecify.annotations.NullMarked;
