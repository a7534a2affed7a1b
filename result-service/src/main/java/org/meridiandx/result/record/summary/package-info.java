/// The summary of a patient: what the region's sources tell, as an International Patient Summary document and as a page
/// for those who have a minute.
@NullMarked
package org.meridiandx.result.record.summary;

import org.jspecify.annotations.NullMarked;
