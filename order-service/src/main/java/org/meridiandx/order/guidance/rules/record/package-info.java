/// Facts that a patient's record holds already: which of them, from where and how old. It asks
/// nobody; `guidance.record` does.
@NullMarked
package org.meridiandx.order.guidance.rules.record;

import org.jspecify.annotations.NullMarked;
