/** What one presses: buttons, overflow menus, and inputs that stand in a section or a row of actions. */
import { confirmed } from "./confirm.js";
import { useForm } from "./form.js";
import { html, useState } from "./html.js";
import { IconMore } from "./icons.js";
import { inputFor } from "./inputs.js";
import { MenuButton } from "./menu.js";

function Button({ block, element }) {
  const form = useForm();
  const [busy, setBusy] = useState(0);
  const style = { primary: "button-primary", danger: "button-danger" }[element.style] || "";
  const press = async () => {
    if (!(await confirmed(element.confirm))) return;
    if (element.url) open(element.url, "_blank", "noopener");
    setBusy((n) => n + 1);
    await form.act(block, element, element.value === undefined ? {} : { value: element.value });
    setBusy((n) => n - 1);
  };
  return html`<button type="button" class=${`button ${style}`} aria-label=${element.accessibility_label}
    aria-busy=${busy > 0} data-action=${element.action_id} onClick=${press}>
    <span>${element.text.text}</span>
    ${busy > 0 && html`<span class="spinner" aria-hidden="true"></span>`}
  </button>`;
}

function Overflow({ block, element }) {
  const form = useForm();
  const choose = async (option) => {
    if (!(await confirmed(element.confirm))) return;
    if (option.url) open(option.url, "_blank", "noopener");
    await form.act(block, element, { selected_option: option });
  };
  const items = element.options.map((option) => ({
    key: option.value,
    text: option.text.text,
    description: option.description?.text,
    onChoose: () => choose(option),
  }));
  return html`<${MenuButton} label="More choices" icon=${IconMore} items=${items} class="overflow" />`;
}

/**
 * An element in a section or a row of actions.
 * @param {{block: object, element: object, id: string, label?: string, labelledBy?: string}} props
 */
export function ActionElement({ block, element, id, label, labelledBy }) {
  if (element.type === "button") return html`<${Button} block=${block} element=${element} />`;
  if (element.type === "overflow") return html`<${Overflow} block=${block} element=${element} />`;
  const Input = inputFor(element);
  if (!Input) return html`<em>This page cannot show ${element.type}.</em>`;
  const spoken = label || element.placeholder?.text || "Choose";
  const names = labelledBy ? { "aria-labelledby": labelledBy } : { "aria-label": spoken };
  return html`<div class="action-input">
    <${Input} block=${block} element=${element} id=${id} label=${spoken} names=${names} />
  </div>`;
}
