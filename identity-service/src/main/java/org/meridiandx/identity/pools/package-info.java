/// Reporting pools: who reads and reports for an organisation, and which orders and studies it gave
/// them. What they may see follows as grounds, which end.
@NullMarked
package org.meridiandx.identity.pools;

import org.jspecify.annotations.NullMarked;
