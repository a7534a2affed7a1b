/// The journey from an order to an acknowledged result, played over public interfaces only: `./dx demo` shows it, `e2e`
/// tests it, both with the same code.
@NullMarked
package org.meridiandx.dev.journey;

import org.jspecify.annotations.NullMarked;
