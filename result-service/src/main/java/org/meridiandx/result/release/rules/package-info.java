/// When a patient, or who acts for them, is shown a result. Pure: times and facts come from outside.
@NullMarked
package org.meridiandx.result.release.rules;

import org.jspecify.annotations.NullMarked;
