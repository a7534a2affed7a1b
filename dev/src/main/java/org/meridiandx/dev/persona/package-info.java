/// The people and systems of the sample region: their organisations, keys and access tokens.
@NullMarked
package org.meridiandx.dev.persona;

import org.jspecify.annotations.NullMarked;
