/// The region's record of who saw and did what: appended to a hash chain, never changed.
@NullMarked
package org.meridiandx.identity.audit;

import org.jspecify.annotations.NullMarked;
