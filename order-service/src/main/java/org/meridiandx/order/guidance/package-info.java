/// The scan-choice tool: which examination suits a patient, what is thought of the one that was asked for, what speaks
/// against it. The rules themselves are in `rules`, what they say is content (`resources/guidance`).
@NullMarked
package org.meridiandx.order.guidance;

import org.jspecify.annotations.NullMarked;
