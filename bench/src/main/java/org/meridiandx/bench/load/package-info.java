/// Puts work on a server and says how it went: rate in a closed loop, latency in an open one, and the CPU time that
/// processes spent on it.
@NullMarked
package org.meridiandx.bench.load;

import org.jspecify.annotations.NullMarked;
