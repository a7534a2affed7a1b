/// The documents that reports carry, such as PDFs, as files of their own.
@NullMarked
package org.meridiandx.result.attachments;

import org.jspecify.annotations.NullMarked;
