/// The entry of the local region's tool.
@NullMarked
package org.meridiandx.dev;

import org.jspecify.annotations.NullMarked;
