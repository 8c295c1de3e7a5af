/** Small notices: news said gently below the story clock, and errors in words at the foot of the page. */
import { inWords } from "./api.js";
import { html } from "./html.js";
import { IconClose } from "./icons.js";
import { change, current, useStore } from "./store.js";

let count = 0;

function show(toast, ms) {
  const id = ++count;
  change({ toasts: [...current().toasts.slice(-2), { id, ...toast }] });
  setTimeout(() => hide(id), ms);
}

const hide = (id) => change({ toasts: current().toasts.filter((toast) => toast.id !== id) });

/** Say something that is good to know. */
export const notice = (text) => show({ text, kind: "notice" }, 4500);

/** Say what went wrong, in words. */
export const trouble = (error) => show({ text: inWords(error), kind: "error" }, 9000);

/** The notices that are showing. */
export function Toasts() {
  const toasts = useStore((s) => s.toasts);
  return html`<div class="toasts" data-testid="toasts">
    ${["notice", "error"].map(
      (kind) => html`<div key=${kind} class=${`toasts-${kind}`} role=${kind === "error" ? "alert" : "status"}>
        ${toasts
          .filter((toast) => toast.kind === kind)
          .map(
            (toast) => html`<div key=${toast.id} class=${`toast toast-${kind}`}>
              <span>${toast.text}</span>
              ${
                kind === "error" &&
                html`<button type="button" class="icon-button" aria-label="Hide this" onClick=${() => hide(toast.id)}>
                <${IconClose} />
              </button>`
              }
            </div>`,
          )}
      </div>`,
    )}
  </div>`;
}
