/// What goes over the wire: a report as ORU^R01, field by field.
@NullMarked
package org.meridiandx.result.copies.wire;

import org.jspecify.annotations.NullMarked;
