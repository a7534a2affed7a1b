/// The scan-choice rules: expressions over facts in three-valued logic, guidelines, safety rules, and what follows from
/// them for one request. Pure: no framework, no clock, no input or output; the same facts give the same answer.
@NullMarked
package org.meridiandx.order.guidance.rules;

import org.jspecify.annotations.NullMarked;
