/// Measures a local region through its public interfaces: rate in a closed loop, latency in an open loop, and the CPU
/// time that the region spent on it.
@NullMarked
package org.meridiandx.bench;

import org.jspecify.annotations.NullMarked;
