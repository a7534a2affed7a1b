/// The scan-choice tool as a form, for sites without a program that knows the vocabulary: the
/// questions, and the reading of the answers.
@NullMarked
package org.meridiandx.order.guidance.form;

import org.jspecify.annotations.NullMarked;
