/// The region's record of who saw and did what: appended to a Merkle tree log, never changed.
@NullMarked
package org.meridiandx.identity.audit;

import org.jspecify.annotations.NullMarked;
