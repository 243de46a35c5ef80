import type { Problem, ProblemError } from "./api.js";

/** A request that had no usable answer. The message is a sentence with the cause. */
export class SeamwrightError extends Error {
    constructor(message: string, cause?: unknown) {
        super(message, cause === undefined ? undefined : { cause });
        this.name = new.target.name;
    }
}

/** The broker said why it did not do it (RFC 9457); nothing was changed. Thrown as it is for a status that has no class below. */
export class Refused extends SeamwrightError {
    /** What the broker said, complete. */
    readonly problem: Problem;
    /** How long the broker wants to be left alone. */
    readonly retryAfterMillis: number | undefined;

    constructor(problem: Problem, retryAfterMillis?: number) {
        super(
            [problem.detail, ...(problem.errors ?? []).map((error) => `  ${error.pointer}: ${error.detail}`)].join(
                "\n",
            ),
        );
        this.problem = problem;
        this.retryAfterMillis = retryAfterMillis;
    }

    /** The HTTP status. */
    get status(): number {
        return this.problem.status;
    }

    /** The stable name of the kind of problem, `/problems/not-found` for example. */
    get type(): string {
        return this.problem.type;
    }

    /** The places to correct; empty when the broker names none. */
    get errors(): ProblemError[] {
        return this.problem.errors ?? [];
    }
}

/** 400: the request is wrong in the places of `errors`. */
export class InvalidInput extends Refused {}

/** 401: no token, or none that is valid. */
export class Unauthenticated extends Refused {}

/** 403: the token's scope does not reach. */
export class Forbidden extends Refused {}

/** 404: something that the request names is not in the workspace. */
export class NotFound extends Refused {}

/** 409: it contradicts what is stored. */
export class Conflict extends Refused {}

/** 422: it is understood and cannot be done. */
export class Unprocessable extends Refused {}

/** 429, 503: later, perhaps. It was tried again as often as the client may. */
export class Unavailable extends Refused {}

/** There was no connection, or it broke. Whether a write was done is not known. */
export class Unreachable extends SeamwrightError {}

/** There was no answer within the time. Whether a write was done is not known. */
export class TimedOut extends SeamwrightError {}

/** Something answered that is no broker of this kind: a proxy, a page, a redirect. */
export class UnexpectedAnswer extends SeamwrightError {
    /** The HTTP status. */
    readonly status: number;

    constructor(message: string, status: number, cause?: unknown) {
        super(message, cause);
        this.status = status;
    }
}

/** The failure that a problem stands for, by its status. */
export function refusal(problem: Problem, retryAfterMillis: number | undefined): Refused {
    switch (problem.status) {
        case 400:
            return new InvalidInput(problem);
        case 401:
            return new Unauthenticated(problem);
        case 403:
            return new Forbidden(problem);
        case 404:
            return new NotFound(problem);
        case 409:
            return new Conflict(problem);
        case 422:
            return new Unprocessable(problem);
        case 429:
        case 503:
            return new Unavailable(problem, retryAfterMillis);
        default:
            return new Refused(problem, retryAfterMillis);
    }
}
