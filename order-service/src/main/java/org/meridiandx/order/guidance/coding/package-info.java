/// What the codes and words of a request say, as facts of the scan-choice tool. What is not known
/// gives no fact, never a guess. Pure; the table itself is content
/// (`resources/guidance/codes.yaml`).
@NullMarked
package org.meridiandx.order.guidance.coding;

import org.jspecify.annotations.NullMarked;
