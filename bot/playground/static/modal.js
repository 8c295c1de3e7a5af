/** Modals: the stack of views a person has open. Only the top one shows; what was typed below is kept. */
import { inWords, post } from "./api.js";
import { Avatar } from "./avatar.js";
import { Blocks } from "./blocks.js";
import { focusFirst, useFocusTrap } from "./focus.js";
import { FormProvider, refreshAfterAction, useFormState } from "./form.js";
import { html, useLayoutEffect, useRef, useState } from "./html.js";
import { IconBack, IconClose } from "./icons.js";
import { current, useStore } from "./store.js";
import { trouble } from "./toasts.js";
import { formFaults } from "./values.js";

function without(errors, blockId) {
  const { [blockId]: gone, ...rest } = errors;
  return rest;
}

function focusError(box) {
  const wrong = box?.querySelector(".input-wrong");
  if (!wrong) return;
  wrong.scrollIntoView({ block: "center" });
  wrong.querySelector("input, textarea, button")?.focus();
}

/** What a view does: its form, its errors, submitting and closing. */
function useView(view, box) {
  const [errors, setErrors] = useState({});
  const [banner, setBanner] = useState("");
  const [busy, setBusy] = useState(false);
  const form = useFormState({
    surface: view.id,
    blocks: view.blocks,
    container: { type: "view", view_id: view.id },
    known: view.state?.values,
    errors,
    onEdit: (blockId) => setErrors((all) => without(all, blockId)),
  });
  const showErrors = (found) => {
    setErrors(found);
    setTimeout(() => focusError(box.current), 30);
  };
  const submit = async () => {
    if (busy || !view.submit) return;
    setBanner("");
    const faults = formFaults(view.blocks, form.values);
    if (Object.keys(faults).length) return showErrors(faults);
    setErrors({});
    setBusy(true);
    const answer = await post("submit", { as: current().me.id, view_id: view.id, state: form.values });
    if (answer.ok) await refreshAfterAction();
    setBusy(false);
    if (answer.ok) return;
    const shown = new Set(view.blocks.map((block) => block.block_id));
    const placed = Object.entries(answer.errors || {}).filter(([block]) => shown.has(block));
    const unplaced = Object.entries(answer.errors || {}).filter(([block]) => !shown.has(block));
    if (placed.length) showErrors(Object.fromEntries(placed));
    if (!placed.length || unplaced.length)
      setBanner(unplaced.map(([, text]) => text).join(" ") || inWords(answer.error));
  };
  const close = async (everything = false) => {
    const answer = await post("close", { as: current().me.id, view_id: view.id, state: form.values, everything });
    if (!answer.ok) trouble(answer.error);
    await refreshAfterAction();
  };
  return { form, banner, busy, submit, close };
}

function View({ view, isTop, depth }) {
  const box = useRef(null);
  const body = useRef(null);
  const { form, banner, busy, submit, close } = useView(view, box);
  useFocusTrap(box, isTop);
  const step = `${view.callback_id} ${view.title?.text}`;
  const seen = useRef({ step: "", focused: null });
  // Before anything can be pressed: a key that is pressed while nothing has the focus is nobody's.
  useLayoutEffect(() => {
    if (!isTop) return;
    if (seen.current.step === step && seen.current.focused?.isConnected) seen.current.focused.focus();
    else {
      body.current.scrollTop = 0;
      focusFirst(body.current);
    }
    seen.current.step = step;
  }, [isTop, step]);
  useLayoutEffect(() => {
    if (isTop && !box.current.contains(document.activeElement) && !current().question) focusFirst(body.current);
  }, [isTop, view.hash]);
  const onKey = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    close();
  };
  const onSubmit = (event) => {
    event.preventDefault();
    submit();
  };
  const app = useStore((s) => s.app);
  const titleId = `${view.id}-title`;
  return html`<div class="shade" hidden=${!isTop} onKeyDown=${onKey}
    onFocusIn=${(event) => (seen.current.focused = event.target)}>
    <form class="dialog modal" role="dialog" aria-modal="true" aria-labelledby=${titleId} ref=${box} tabindex="-1"
      noValidate data-testid=${isTop ? "modal" : "modal-below"} onSubmit=${onSubmit}>
      <header class="modal-head">
        ${
          depth > 0 &&
          html`<button type="button" class="icon-button" aria-label="Previous view" data-dismiss onClick=${() => close()}>
          <${IconBack} />
        </button>`
        }
        <${Avatar} person=${{ id: app.bot_user_id, name: app.name }} size="small" />
        <h2 class="dialog-title" id=${titleId} dir="auto">${view.title?.text}</h2>
        <button type="button" class="icon-button" aria-label="Dismiss" data-dismiss onClick=${() => close(true)}>
          <${IconClose} />
        </button>
      </header>
      <div class="modal-body" ref=${body} tabindex="-1">
        ${banner && html`<div class="banner" role="alert">${banner}</div>`}
        <${FormProvider} value=${form}><${Blocks} blocks=${view.blocks} /><//>
      </div>
      <footer class="modal-foot">
        <button type="button" class="button" data-dismiss onClick=${() => close()}>
          ${view.close?.text || (view.submit ? "Cancel" : "Close")}
        </button>
        ${
          view.submit &&
          html`<button type="submit" class="button button-primary" disabled=${busy} aria-busy=${busy}>
          <span>${view.submit.text}</span>
          ${busy && html`<span class="spinner" aria-hidden="true"></span>`}
        </button>`
        }
      </footer>
    </form>
  </div>`;
}

/** The open modals. */
export function Modals() {
  const views = useStore((s) => s.views);
  return views.map(
    (view, depth) => html`<${View} key=${view.id} view=${view} depth=${depth} isTop=${depth === views.length - 1} />`,
  );
}
