/// Orders that go out as HL7 v2 over MLLP, to laboratories and RIS that take nothing else: what people see of
/// them and settle.
///
/// A trigger queues a message in the transaction of each change of a request whose performer has a row
/// in `outbound_partner`; `outbound.queue` sends it, as `outbound.wire` writes it.
/// docs/mapping/service-request-orm-oml.md says what each field is made of.
@NullMarked
package org.meridiandx.order.outbound;

import org.jspecify.annotations.NullMarked;
