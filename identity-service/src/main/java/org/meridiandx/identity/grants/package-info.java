/// What a person let an app do: the code it gets, the tokens that come of it, and the end of all
/// of them together.
@NullMarked
package org.meridiandx.identity.grants;

import org.jspecify.annotations.NullMarked;
