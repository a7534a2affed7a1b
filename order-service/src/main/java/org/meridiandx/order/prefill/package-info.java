/// A draft of a request with what the region knows of the patient already, each value with its
/// source and age: who asks confirms it and types nothing again.
@NullMarked
package org.meridiandx.order.prefill;

import org.jspecify.annotations.NullMarked;
