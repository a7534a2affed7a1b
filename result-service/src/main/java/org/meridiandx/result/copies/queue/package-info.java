/// Who is to have a copy, and how it gets there: one lane for each recipient, decided each time
/// that something is sent.
@NullMarked
package org.meridiandx.result.copies.queue;

import org.jspecify.annotations.NullMarked;
