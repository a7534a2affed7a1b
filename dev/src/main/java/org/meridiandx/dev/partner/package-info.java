/// The local region as a partner system meets it: the gateway's HTTP interfaces with a persona's token, and MLLP.
///
/// Only public interfaces are used here; the journey, the loader and the load harness see a region through this alone.
@NullMarked
package org.meridiandx.dev.partner;

import org.jspecify.annotations.NullMarked;
