/// The types of the shared record, as a table: what they are called, where their patient, code, status and dates
/// stand, and what they are searched by. All that is done with one of them is done with all.
@NullMarked
package org.meridiandx.result.record.types;

import org.jspecify.annotations.NullMarked;
