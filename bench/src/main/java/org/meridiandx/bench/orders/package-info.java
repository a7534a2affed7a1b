/// `dx bench orders`: what order-service and its database do on one core, with real decisions and a
/// real audit: create, read, search, hooks, intake.
@NullMarked
package org.meridiandx.bench.orders;

import org.jspecify.annotations.NullMarked;
