package org.meridiandx.problem;

import io.grpc.Status;
import java.util.Locale;

/// Why a request was refused: one constant per kind of refusal, with its name in each protocol that Meridian speaks.
///
/// The NHS codes are those of the `http-error-codes` family (**Source:** BaRS, NHS England) and, for identifiers and
/// parameters, of the Spine family (**Source:** PDS and NRL specifications).
public enum ProblemCode {
    // caller's request
    BAD_REQUEST(400, "invalid", "BAD_REQUEST", Status.Code.INVALID_ARGUMENT),
    MALFORMED_BODY(400, "structure", "BAD_REQUEST", Status.Code.INVALID_ARGUMENT),
    INVALID_PARAMETER(400, "invalid", "INVALID_PARAMETER", Status.Code.INVALID_ARGUMENT),
    INVALID_VALUE(400, "value", "INVALID_VALUE", Status.Code.INVALID_ARGUMENT),
    MISSING_VALUE(400, "required", "MISSING_VALUE", Status.Code.INVALID_ARGUMENT),
    INVALID_NHS_NUMBER(400, "value", "INVALID_NHS_NUMBER", Status.Code.INVALID_ARGUMENT),
    INVALID_RESOURCE_ID(400, "value", "INVALID_RESOURCE_ID", Status.Code.INVALID_ARGUMENT),
    UNPROCESSABLE(422, "processing", "UNPROCESSABLE_ENTITY", Status.Code.FAILED_PRECONDITION),
    UNSUPPORTED_RESOURCE(422, "not-supported", "UNPROCESSABLE_ENTITY", Status.Code.UNIMPLEMENTED),
    UNKNOWN_PATIENT(422, "not-found", "UNPROCESSABLE_ENTITY", Status.Code.NOT_FOUND),
    BUSINESS_RULE(422, "business-rule", "UNPROCESSABLE_ENTITY", Status.Code.FAILED_PRECONDITION),
    ILLEGAL_TRANSITION(409, "conflict", "CONFLICT", Status.Code.FAILED_PRECONDITION),
    DUPLICATE(409, "duplicate", "CONFLICT", Status.Code.ALREADY_EXISTS),
    VERSION_CONFLICT(409, "conflict", "CONFLICT", Status.Code.ABORTED),
    PRECONDITION_FAILED(412, "conflict", "PRECONDITION_FAILED", Status.Code.FAILED_PRECONDITION),
    MULTIPLE_MATCHES(412, "multiple-matches", "PRECONDITION_FAILED", Status.Code.FAILED_PRECONDITION),
    TOO_LARGE(413, "too-long", "PAYLOAD_TOO_LARGE", Status.Code.RESOURCE_EXHAUSTED),
    URI_TOO_LONG(414, "too-long", "BAD_REQUEST", Status.Code.RESOURCE_EXHAUSTED),
    HEADERS_TOO_LARGE(431, "too-long", "BAD_REQUEST", Status.Code.RESOURCE_EXHAUSTED),
    REQUEST_TIMEOUT(408, "timeout", "TIMEOUT", Status.Code.DEADLINE_EXCEEDED),
    TOO_COSTLY(422, "too-costly", "TOO_MANY_MATCHES", Status.Code.RESOURCE_EXHAUSTED),
    UNSUPPORTED_MEDIA_TYPE(415, "not-supported", "UNSUPPORTED_MEDIA_TYPE", Status.Code.INVALID_ARGUMENT),
    NOT_ACCEPTABLE(406, "not-supported", "NOT_ACCEPTABLE", Status.Code.INVALID_ARGUMENT),
    METHOD_NOT_ALLOWED(405, "not-supported", "METHOD_NOT_ALLOWED", Status.Code.UNIMPLEMENTED),
    NOT_FOUND(404, "not-found", "RESOURCE_NOT_FOUND", Status.Code.NOT_FOUND),
    UNKNOWN_ROUTE(404, "not-supported", "NOT_FOUND", Status.Code.UNIMPLEMENTED),
    GONE(410, "deleted", "INVALIDATED_RESOURCE", Status.Code.NOT_FOUND),
    // who is asking
    UNAUTHENTICATED(401, "login", "UNAUTHORIZED", Status.Code.UNAUTHENTICATED),
    TOKEN_EXPIRED(401, "expired", "UNAUTHORIZED", Status.Code.UNAUTHENTICATED),
    INSUFFICIENT_SCOPE(403, "forbidden", "FORBIDDEN", Status.Code.PERMISSION_DENIED),
    ACCESS_DENIED(403, "forbidden", "ACCESS_DENIED", Status.Code.PERMISSION_DENIED),
    TOO_MANY_REQUESTS(429, "throttled", "TOO_MANY_REQUESTS", Status.Code.RESOURCE_EXHAUSTED),
    // our side
    UNAVAILABLE(503, "transient", "UNAVAILABLE", Status.Code.UNAVAILABLE),
    TIMEOUT(504, "timeout", "TIMEOUT", Status.Code.DEADLINE_EXCEEDED),
    INTERNAL(500, "exception", "SERVER_ERROR", Status.Code.INTERNAL);

    private final int httpStatus;
    private final String issueType;
    private final String nhsCode;
    private final Status.Code grpcCode;

    ProblemCode(int httpStatus, String issueType, String nhsCode, Status.Code grpcCode) {
        this.httpStatus = httpStatus;
        this.issueType = issueType;
        this.nhsCode = nhsCode;
        this.grpcCode = grpcCode;
    }

    /// The name used in RFC 9457 `type`, in metrics and in audit: lower case with hyphens.
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public int httpStatus() {
        return httpStatus;
    }

    /// **Source:** FHIR R4 issue-type.
    public String issueType() {
        return issueType;
    }

    public String nhsCode() {
        return nhsCode;
    }

    public Status.Code grpcCode() {
        return grpcCode;
    }

    /// Whether sending the same request again, unchanged, can succeed later.
    public boolean isRetryable() {
        return switch (this) {
            case REQUEST_TIMEOUT, TOO_MANY_REQUESTS, UNAVAILABLE, TIMEOUT, INTERNAL -> true;
            default -> false;
        };
    }

    /// The code that stands for a plain HTTP status, for refusals that a framework made before our code ran.
    public static ProblemCode ofHttpStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> ACCESS_DENIED;
            case 404 -> UNKNOWN_ROUTE;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 408 -> REQUEST_TIMEOUT;
            case 409 -> VERSION_CONFLICT;
            case 410 -> GONE;
            case 412 -> PRECONDITION_FAILED;
            case 413 -> TOO_LARGE;
            case 414 -> URI_TOO_LONG;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 422 -> UNPROCESSABLE;
            case 429 -> TOO_MANY_REQUESTS;
            case 431 -> HEADERS_TOO_LARGE;
            case 503 -> UNAVAILABLE;
            case 504 -> TIMEOUT;
            default -> status >= 500 ? INTERNAL : BAD_REQUEST;
        };
    }
}
