/// Listens to imaging and results, and moves requests on.
@NullMarked
package org.meridiandx.order.progress;

import org.jspecify.annotations.NullMarked;
