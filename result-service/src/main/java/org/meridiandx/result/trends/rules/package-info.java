/// A series of one analyte's values in one unit, and its chart. Pure: no framework, no clock, no database.
@NullMarked
package org.meridiandx.result.trends.rules;

import org.jspecify.annotations.NullMarked;
