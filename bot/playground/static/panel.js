/** A panel at the right: a title, a way to close it, and what is in it. */
import { html } from "./html.js";
import { IconClose } from "./icons.js";

/**
 * @param {{title: string, note?: string, testid: string, closeLabel: string, onClose: () => void, children: any}} props
 */
export function Panel({ title, note, testid, closeLabel, onClose, children }) {
  const onKey = (event) => {
    if (event.key === "Escape") onClose();
  };
  return html`<section class="panel" aria-label=${title} data-testid=${testid} onKeyDown=${onKey}>
    <header class="panel-head">
      <h2>${title}${note && html` <small>${note}</small>`}</h2>
      <button type="button" class="icon-button" aria-label=${closeLabel} title=${closeLabel} onClick=${onClose}>
        <${IconClose} />
      </button>
    </header>
    ${children}
  </section>`;
}
