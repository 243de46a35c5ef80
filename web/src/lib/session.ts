import { createStore } from "./store";

const KEY = "seamwright.token";

/** The API token of this tab; null: none was given. It ends with the tab and is never part of a URL. */
export const token = createStore<string | null>(sessionStorage.getItem(KEY));

/** Whether the broker has refused a request for want of a token, or because of the one that was sent. */
export const refused = createStore<boolean>(false);

export function signIn(secret: string) {
    sessionStorage.setItem(KEY, secret);
    token.set(secret);
    refused.set(false);
}

export function signOut() {
    sessionStorage.removeItem(KEY);
    token.set(null);
}
