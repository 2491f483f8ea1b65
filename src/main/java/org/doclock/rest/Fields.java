package org.doclock.rest;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.doclock.locking.LockLimits;

/** What a field of a request may hold, and what is said if it does not. */
final class Fields {

    private Fields() {}

    @Constraint(validatedBy = {})
    @ReportAsSingleViolation
    @Size(min = 1, max = LockLimits.DOCUMENT_ID_MAX)
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.TYPE_USE})
    @interface DocId {
        String message() default "docId must be 1 to " + LockLimits.DOCUMENT_ID_MAX + " characters";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    @Constraint(validatedBy = {})
    @ReportAsSingleViolation
    @Size(min = 1, max = StatusRequest.MAX_DOCUMENTS)
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.TYPE_USE})
    @interface DocIds {
        String message() default
                "docIds must be 1 to "
                        + StatusRequest.MAX_DOCUMENTS
                        + " ids; ask for more in several requests";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    @Constraint(validatedBy = {})
    @ReportAsSingleViolation
    @Size(min = 1, max = LockLimits.USER_ID_MAX)
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.TYPE_USE})
    @interface UserId {
        String message() default "userId must be 1 to " + LockLimits.USER_ID_MAX + " characters";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    @Constraint(validatedBy = {})
    @ReportAsSingleViolation
    @Size(min = 1, max = LockLimits.USER_ID_MAX)
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.TYPE_USE})
    @interface AdminUserId {
        String message() default
                "adminUserId must be 1 to " + LockLimits.USER_ID_MAX + " characters";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    @Constraint(validatedBy = {})
    @ReportAsSingleViolation
    @Size(min = 1, max = LockLimits.USERNAME_MAX)
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.TYPE_USE})
    @interface Username {
        String message() default
                "username must be 1 to "
                        + LockLimits.USERNAME_MAX
                        + " characters; leave it out if there is none";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    @Constraint(validatedBy = {})
    @ReportAsSingleViolation
    @Size(min = 1, max = LockLimits.SESSION_ID_MAX)
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.TYPE_USE})
    @interface SessionId {
        String message() default
                "sessionId must be 1 to "
                        + LockLimits.SESSION_ID_MAX
                        + " characters; leave it out if there is none";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    @Constraint(validatedBy = {})
    @ReportAsSingleViolation
    @Size(min = 1, max = LockLimits.REASON_MAX)
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.TYPE_USE})
    @interface Reason {
        String message() default
                "reason must be 1 to "
                        + LockLimits.REASON_MAX
                        + " characters; leave it out if there is none";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    @Constraint(validatedBy = {})
    @ReportAsSingleViolation
    @Size(min = 1, max = LockLimits.USER_ID_MAX)
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.TYPE_USE})
    @interface ToUserId {
        String message() default "toUserId must be 1 to " + LockLimits.USER_ID_MAX + " characters";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    @Constraint(validatedBy = {})
    @ReportAsSingleViolation
    @Size(min = 1, max = LockLimits.MESSAGE_MAX)
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.TYPE_USE})
    @interface Message {
        String message() default
                "message must be 1 to "
                        + LockLimits.MESSAGE_MAX
                        + " characters; leave it out if there is none";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    @Constraint(validatedBy = {})
    @ReportAsSingleViolation
    @Min(1)
    @Max(Integer.MAX_VALUE)
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.TYPE_USE})
    @interface Ttl {
        String message() default "ttl must be a positive number of seconds";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    @Constraint(validatedBy = {})
    @ReportAsSingleViolation
    @Min(0)
    @Max(LockLimits.TOKEN_MAX)
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.TYPE_USE})
    @interface Token {
        String message() default "a token must be a whole number from 0 to " + LockLimits.TOKEN_MAX;

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    @Constraint(validatedBy = {})
    @ReportAsSingleViolation
    @Min(0)
    @Max(LockLimits.GRACE_SECONDS_MAX)
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.TYPE_USE})
    @interface Grace {
        String message() default "grace must be 0 to " + LockLimits.GRACE_SECONDS_MAX + " seconds";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    @Constraint(validatedBy = {})
    @ReportAsSingleViolation
    @Min(0)
    @Max(LockLimits.NOTICE_SECONDS_MAX)
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.TYPE_USE})
    @interface GraceSeconds {
        String message() default
                "graceSeconds must be 0 to " + LockLimits.NOTICE_SECONDS_MAX + " seconds";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    @Constraint(validatedBy = {})
    @ReportAsSingleViolation
    @Min(0)
    @Max(LockLimits.WAIT_SECONDS_MAX)
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.TYPE_USE})
    @interface Wait {
        String message() default "wait must be 0 to " + LockLimits.WAIT_SECONDS_MAX + " seconds";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }
}
