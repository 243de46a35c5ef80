import { createStore } from "./store";

const KEY = "seamwright.token";
const WORKSPACE_KEY = "seamwright.workspace";

/** The API token of this tab; null: none was given. It ends with the tab and is never part of a URL. */
export const token = createStore<string | null>(sessionStorage.getItem(KEY));

/** Whether the broker has refused a request for want of a token, or because of the one that was sent. */
export const refused = createStore<boolean>(false);

/** The workspace that an operator has chosen in this tab; null: the token's, or the default one. */
export function chosenWorkspace(): string | null {
    return sessionStorage.getItem(WORKSPACE_KEY);
}

/** Works in another workspace from now on. The page is loaded anew, so that nothing of the last one stays on it. */
export function chooseWorkspace(name: string) {
    sessionStorage.setItem(WORKSPACE_KEY, name);
    location.assign("/");
}

export function signIn(secret: string) {
    sessionStorage.removeItem(WORKSPACE_KEY);
    sessionStorage.setItem(KEY, secret);
    token.set(secret);
    refused.set(false);
}

export function signOut() {
    sessionStorage.removeItem(KEY);
    sessionStorage.removeItem(WORKSPACE_KEY);
    token.set(null);
}
