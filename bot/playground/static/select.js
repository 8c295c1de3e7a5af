/** A select one can search: a text field with a list below, for options, people and channels. */
import { html, useEffect, useRef, useState } from "./html.js";
import { IconChevron, IconClose } from "./icons.js";
import { useFloating, useOutside } from "./menu.js";

const matches = (choice, words) => `${choice.text} ${choice.description || ""}`.toLowerCase().includes(words);

function moved(key, at, count) {
  if (key === "ArrowDown") return Math.min(at + 1, count - 1);
  if (key === "ArrowUp") return Math.max(at - 1, 0);
  return key === "Home" ? 0 : count - 1;
}

function Choice({ choice, id, isActive, isChosen, onChoose }) {
  const line = useRef(null);
  useEffect(() => {
    if (isActive) line.current?.scrollIntoView({ block: "nearest" });
  }, [isActive]);
  const press = (event) => {
    event.preventDefault();
    onChoose(choice.value);
  };
  return html`<div ref=${line} id=${id} role="option" aria-selected=${isChosen}
    class=${`choice ${isActive ? "choice-active" : ""}`} onMouseDown=${press}>
    ${choice.picture}
    <span class="choice-text">${choice.text}</span>
    ${choice.description && html`<small>${choice.description}</small>`}
  </div>`;
}

/**
 * @param {{id: string, choices: {value: string, text: string, description?: string, group?: string, picture?: any}[],
 *   chosen: string | null, onChoose: (value: string | null) => void, placeholder?: string, clearable?: boolean,
 *   names: object}} props `names` are the aria attributes that name and describe the field.
 */
export function Select({ id, choices, chosen, onChoose, placeholder = "Choose an option", clearable, names }) {
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState(null);
  const [active, setActive] = useState(0);
  const anchor = useRef(null);
  const field = useRef(null);
  const list = useRef(null);
  const picked = choices.find((choice) => choice.value === chosen);
  const shown = words ? choices.filter((choice) => matches(choice, words.trim().toLowerCase())) : choices;
  useFloating(anchor, list, open, { sameWidth: true });
  const leave = () => {
    setOpen(false);
    setWords(null);
  };
  useOutside([anchor, list], open, leave);
  const show = () => {
    if (!open) setActive(Math.max(0, choices.indexOf(picked)));
    setOpen(true);
  };
  const choose = (value) => {
    leave();
    field.current?.focus();
    if (value !== chosen) onChoose(value);
  };
  const onInput = (event) => {
    setWords(event.target.value);
    setActive(0);
    setOpen(true);
  };
  const onKey = (event) => {
    if (event.key === "Escape" && open) {
      event.stopPropagation();
      leave();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (open && shown[active]) choose(shown[active].value);
      else show();
    } else if (event.key === "Tab") leave();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return show();
      setActive(moved(event.key, active, shown.length));
    }
    return undefined;
  };
  const listId = `${id}-list`;
  return html`<div class="select" ref=${anchor}>
    ${!words && picked?.picture && html`<span class="select-picture">${picked.picture}</span>`}
    <input id=${id} ref=${field} class=${picked?.picture && !words ? "field field-pictured" : "field"} role="combobox"
      type="text" autocomplete="off" spellcheck=${false} aria-expanded=${open} aria-controls=${listId}
      aria-autocomplete="list" aria-activedescendant=${open && shown[active] ? `${listId}-${active}` : undefined}
      ...${names} placeholder=${placeholder} value=${words ?? picked?.text ?? ""}
      onInput=${onInput} onClick=${show} onKeyDown=${onKey} onBlur=${leave} />
    ${
      clearable && picked
        ? html`<button type="button" class="icon-button select-clear" aria-label="Clear the choice"
          onClick=${() => choose(null)}>
          <${IconClose} />
        </button>`
        : html`<span class="select-mark"><${IconChevron} /></span>`
    }
    ${
      open &&
      html`<div class="floating choices" role="listbox" id=${listId} ref=${list} aria-label=${placeholder}>
      ${shown.map(
        (choice, at) => html`${
          choice.group && choice.group !== shown[at - 1]?.group
            ? html`<div class="choices-group" role="presentation">${choice.group}</div>`
            : null
        }
          <${Choice} key=${choice.value} choice=${choice} id=${`${listId}-${at}`} isActive=${at === active}
            isChosen=${choice.value === chosen} onChoose=${choose} />`,
      )}
      ${!shown.length && html`<div class="choices-none">Nothing matches.</div>`}
    </div>`
    }
  </div>`;
}
