/// What every service tells about itself: correlation ids, log form, trace and metric settings.
///
/// Nothing here ever holds patient data; ids that are logged are ids of calls.
@NullMarked
package org.meridiandx.telemetry;

import org.jspecify.annotations.NullMarked;
