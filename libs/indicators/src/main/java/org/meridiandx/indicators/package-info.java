/// Numbers for a board, in one form for all services.
///
/// A service declares [IndicatorSource]s, mostly as one SQL statement each ([IndicatorDatabase]), and
/// one resource that extends [IndicatorResource]. What is asked, who may ask, and which numbers are
/// too small to be shown, is decided here.
@NullMarked
package org.meridiandx.indicators;

import org.jspecify.annotations.NullMarked;
