// A client of a Seamwright broker. What is not used is left out of a bundle: operations are functions.
export * from "./api.js";
export { type Call, type Client, connect, type Settings } from "./client.js";
export {
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    Refused,
    SeamwrightError,
    TimedOut,
    Unauthenticated,
    Unavailable,
    UnexpectedAnswer,
    Unprocessable,
    Unreachable,
} from "./errors.js";
export { items, type Page } from "./pages.js";
