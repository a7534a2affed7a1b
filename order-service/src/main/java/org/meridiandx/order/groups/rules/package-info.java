/// What the requests of a set make of the set. Pure.
@NullMarked
package org.meridiandx.order.groups.rules;

import org.jspecify.annotations.NullMarked;
