/// `dx keys`: the keys that the local region signs its tokens with.
@NullMarked
package org.meridiandx.dev.keys;

import org.jspecify.annotations.NullMarked;
