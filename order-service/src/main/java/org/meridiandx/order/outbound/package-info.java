/// Orders that go out as HL7 v2 over MLLP, to laboratories and RIS that take nothing else.
///
/// A trigger queues a message in the transaction of each change of a request whose performer has a row
/// in `outbound_partner`; [OutboundComposer] writes it once, [OutboundRelay] sends it until it is
/// acknowledged, in order for each patient. docs/mapping/service-request-orm-oml.md says what each field
/// is made of.
@NullMarked
package org.meridiandx.order.outbound;

import org.jspecify.annotations.NullMarked;
