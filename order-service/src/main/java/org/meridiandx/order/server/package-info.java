/// What the process needs beside its features: the clock, warm-up, and checks that refuse an unsafe start.
@NullMarked
package org.meridiandx.order.server;

import org.jspecify.annotations.NullMarked;
