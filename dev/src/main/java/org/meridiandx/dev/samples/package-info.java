/// The sample input in `dev/samples`, and images that are drawn when they are needed. Synthetic, all of it.
@NullMarked
package org.meridiandx.dev.samples;

import org.jspecify.annotations.NullMarked;
