/// `dx dead-letters`: what the region's listeners could not work on, and the way back.
@NullMarked
package org.meridiandx.dev.deadletters;

import org.jspecify.annotations.NullMarked;
