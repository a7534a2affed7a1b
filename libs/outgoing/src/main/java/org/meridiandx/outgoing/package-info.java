/// Calls to addresses that others named: no stolen token and no name service turns them on the region.
@NullMarked
package org.meridiandx.outgoing;

import org.jspecify.annotations.NullMarked;
