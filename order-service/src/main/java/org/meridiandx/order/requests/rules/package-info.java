/// The rules of a request's life: which state allows which step, and what numbers look like.
///
/// Pure: Java and itself only, so that every rule is tested as a table.
@NullMarked
package org.meridiandx.order.requests.rules;

import org.jspecify.annotations.NullMarked;
