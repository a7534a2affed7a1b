/// Orders that come as HL7 v2 over MLLP: ORM^O01, OML^O21, OML^O33, OML^O35 and OMG^O19.
///
/// [OrderMessageReader] turns a message into commands, [IntakeService] carries them out in one
/// transaction with the raw bytes, and only then is the message acknowledged.
/// docs/mapping/orm-oml-service-request.md says where each field goes.
@NullMarked
package org.meridiandx.order.intake;

import org.jspecify.annotations.NullMarked;
