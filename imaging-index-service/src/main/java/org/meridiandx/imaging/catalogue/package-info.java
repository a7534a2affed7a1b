/// What others read of the index beside DICOMweb: FHIR ImagingStudy over HTTP, recent studies over gRPC.
@NullMarked
package org.meridiandx.imaging.catalogue;

import org.jspecify.annotations.NullMarked;
