/// What a listener could not work on, and the way back: a person lists the dead letters of a region
/// and, once the cause is mended, sends them again to where they came from.
///
/// [DeadLetters] does it, [DeadLetterCommand] is its command line. Plain Kafka clients and no CDI: it runs beside a
/// service, not in it.
@NullMarked
package org.meridiandx.outbox.deadletters;

import org.jspecify.annotations.NullMarked;
