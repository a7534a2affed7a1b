/// Critical values as rules: analyte, limit, unit, age and sex. Pure.
@NullMarked
package org.meridiandx.result.followup.critical.rules;

import org.jspecify.annotations.NullMarked;
