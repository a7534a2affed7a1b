/// The Merkle tree of RFC 9162, section 2.1: hashes, growth, and what its proofs are made of. Pure.
@NullMarked
package org.meridiandx.identity.audit.merkle;

import org.jspecify.annotations.NullMarked;
