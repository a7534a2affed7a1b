/// Who a patient is: asked of identity-service over gRPC, never kept here beyond id and NHS number.
@NullMarked
package org.meridiandx.order.patients;

import org.jspecify.annotations.NullMarked;
