/** Block Kit blocks as elements. They stand inside a form (`form.js`), which knows their values and carries actions. */
import { ActionElement } from "./elements.js";
import { useForm } from "./form.js";
import { html } from "./html.js";
import { inputFor, isGroup } from "./inputs.js";
import { Text } from "./mrkdwn.js";

function idOf(form, block, part) {
  return `${form.surface}-${block.block_id}-${part}`.replace(/[^\w-]/g, "_");
}

function Section({ block }) {
  const form = useForm();
  const textId = idOf(form, block, "text");
  const label = block.text?.text || "";
  return html`<div class="block section">
    <div class="section-body">
      ${block.text && html`<div class="section-text" id=${textId}><${Text} object=${block.text} /></div>`}
      ${
        block.fields &&
        html`<div class="section-fields">
        ${block.fields.map((field, at) => html`<div key=${at}><${Text} object=${field} /></div>`)}
      </div>`
      }
    </div>
    ${
      block.accessory &&
      html`<div class="section-accessory">
      <${ActionElement} block=${block} element=${block.accessory} id=${idOf(form, block, "accessory")}
        label=${label.replaceAll("*", "")} labelledBy=${block.text ? textId : undefined} />
    </div>`
    }
  </div>`;
}

const Header = ({ block }) => html`<h3 class="block header"><${Text} object=${block.text} /></h3>`;

const Divider = () => html`<hr class="block divider" />`;

const Context = ({ block }) =>
  html`<div class="block context">
    ${block.elements.map(
      (element, at) => html`<div key=${at}>
        ${element.type === "image" ? element.alt_text : html`<${Text} object=${element} />`}
      </div>`,
    )}
  </div>`;

function Actions({ block }) {
  const form = useForm();
  return html`<div class="block actions">
    ${block.elements.map(
      (element, at) => html`<${ActionElement} key=${element.action_id} block=${block} element=${element}
        id=${idOf(form, block, at)} />`,
    )}
  </div>`;
}

function Input({ block }) {
  const form = useForm();
  const { element } = block;
  const id = idOf(form, block, "input");
  const error = form.errors[block.block_id];
  const Element = inputFor(element);
  const described = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(" ");
  const names = {
    "aria-describedby": described || undefined,
    "aria-invalid": error ? "true" : undefined,
    "aria-required": block.optional ? undefined : "true",
    "data-focus-on-load": element.focus_on_load || undefined,
  };
  const label = block.label.text;
  const title = html`${label}${block.optional && html` <span class="optional">(optional)</span>`}`;
  return html`<div class=${error ? "block input input-wrong" : "block input"} data-block=${block.block_id}>
    ${
      isGroup(element)
        ? html`<div class="label" dir="auto">${title}</div>`
        : html`<label class="label" dir="auto" for=${id}>${title}</label>`
    }
    ${
      Element
        ? html`<${Element} block=${block} element=${element} id=${id} label=${label} names=${names} />`
        : html`<em>This page cannot show ${element.type}.</em>`
    }
    ${error && html`<div class="error" id=${`${id}-error`}>${error}</div>`}
    ${block.hint && html`<div class="hint" id=${`${id}-hint`}><${Text} object=${block.hint} /></div>`}
  </div>`;
}

const BLOCKS = { section: Section, header: Header, divider: Divider, context: Context, actions: Actions, input: Input };

/**
 * Draw blocks.
 * @param {{blocks: object[]}} props
 */
export function Blocks({ blocks }) {
  return html`<div class="blocks">
    ${blocks.map((block, at) => {
      const Block = BLOCKS[block.type];
      if (!Block) return html`<em key=${at}>This page cannot show a block of type ${block.type}.</em>`;
      return html`<${Block} key=${block.block_id || at} block=${block} />`;
    })}
  </div>`;
}
