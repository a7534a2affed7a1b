/// What every service that takes HL7 v2 feeds reads in the same way: who sent a message, which
/// numbers name its patient, when a time was; and the port that it is listened on.
@NullMarked
package org.meridiandx.feeds;

import org.jspecify.annotations.NullMarked;
