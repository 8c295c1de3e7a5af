/** The question that some buttons ask before they act. */
import { focusFirst, useFocusTrap } from "./focus.js";
import { html, useEffect, useRef } from "./html.js";
import { Text } from "./mrkdwn.js";
import { change, current, useStore } from "./store.js";

/**
 * Ask before acting.
 * @param {object} [confirm] A confirmation dialog of Block Kit; without one the answer is yes.
 * @returns {Promise<boolean>}
 */
export function confirmed(confirm) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => change({ question: { confirm, resolve } }));
}

function answer(yes) {
  const { question } = current();
  change({ question: null });
  question.resolve(yes);
}

/** The dialog, while a question is open. */
export function ConfirmDialog() {
  const question = useStore((s) => s.question);
  return question && html`<${Question} confirm=${question.confirm} />`;
}

function Question({ confirm }) {
  const box = useRef(null);
  useFocusTrap(box, true);
  useEffect(() => focusFirst(box.current), []);
  const onKey = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    answer(false);
  };
  return html`<div class="shade shade-question" onKeyDown=${onKey}>
    <div class="dialog question" role="alertdialog" aria-modal="true" aria-labelledby="question-title"
      aria-describedby="question-text" ref=${box} tabindex="-1" data-testid="confirm">
      <h2 id="question-title" class="dialog-title"><${Text} object=${confirm.title} /></h2>
      <div id="question-text"><${Text} object=${confirm.text} /></div>
      <div class="dialog-foot">
        <button type="button" class="button" onClick=${() => answer(false)}>${confirm.deny.text}</button>
        <button type="button" class=${`button ${confirm.style === "danger" ? "button-danger" : "button-primary"}`}
          onClick=${() => answer(true)}>${confirm.confirm.text}</button>
      </div>
    </div>
  </div>`;
}
