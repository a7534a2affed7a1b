/// The rules of a Task's life: which state allows which step. Pure.
@NullMarked
package org.meridiandx.order.tasks.rules;

import org.jspecify.annotations.NullMarked;
