/** What one enters something in. Each gets `{block, element, id, label, names}`, and asks its form for the rest. */
import { conversationChoices, peopleChoices, publicChannelChoices } from "./choices.js";
import { DatePicker, DateTimePicker, TimePicker } from "./dates.js";
import { useForm } from "./form.js";
import { html, useLayoutEffect, useRef } from "./html.js";
import { IconClose } from "./icons.js";
import { Text } from "./mrkdwn.js";
import { Select } from "./select.js";
import { useStore } from "./store.js";
import { MOST_CHARACTERS, lengthOf, optionsOf, slotOf } from "./values.js";

function useValue(block, element) {
  const form = useForm();
  const value = form.values[block.block_id]?.[element.action_id]?.[slotOf(element)];
  return [value, (next, options) => form.set(block, element, next, options), form];
}

function Counter({ value, limit }) {
  const left = limit - lengthOf(value || "");
  if (left > Math.max(20, limit / 10)) return null;
  return html`<span class=${left < 0 ? "counter counter-over" : "counter"} role="status"
    aria-label=${`${left} characters left`}>${left}</span>`;
}

function TextInput({ block, element, id, names }) {
  const [value, set, form] = useValue(block, element);
  const box = useRef(null);
  const config = element.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"];
  const onEveryKey = config.includes("on_character_entered");
  const isNumber = element.type === "number_input";
  useLayoutEffect(() => {
    if (!element.multiline || !box.current) return;
    box.current.style.height = "auto";
    box.current.style.height = `${Math.min(box.current.scrollHeight + 2, 240)}px`;
  }, [value, element.multiline]);
  const onInput = (event) => set(event.target.value || null, { quietly: !onEveryKey });
  const onKey = (event) => {
    if (event.key !== "Enter" || element.multiline || !block.dispatch_action) return;
    event.preventDefault();
    if (config.includes("on_enter_pressed")) form.act(block, element, { value });
  };
  const fields = {
    id,
    ref: box,
    class: "field",
    value: value ?? "",
    placeholder: element.placeholder?.text,
    onInput,
    onKeyDown: onKey,
    ...names,
  };
  return html`<div class="text-input">
    ${
      element.multiline
        ? html`<textarea rows="3" dir="auto" ...${fields}></textarea>`
        : html`<input type="text" dir="auto" autocomplete="off" inputmode=${isNumber ? "decimal" : undefined}
          ...${fields} />`
    }
    ${!isNumber && html`<${Counter} value=${value} limit=${element.max_length || MOST_CHARACTERS} />`}
  </div>`;
}

function StaticSelect({ block, element, id, names }) {
  const [value, set] = useValue(block, element);
  const grouped = element.option_groups || [{ options: element.options || [] }];
  const choices = grouped.flatMap((group) =>
    group.options.map((option) => ({
      value: option.value,
      text: option.text.text,
      description: option.description?.text,
      group: group.label?.text,
    })),
  );
  const choose = (next) => set(optionsOf(element).find((option) => option.value === next) || null);
  return html`<${Select} id=${id} names=${names} choices=${choices} chosen=${value?.value ?? null} onChoose=${choose}
    placeholder=${element.placeholder?.text} clearable=${block.type === "input" && block.optional} />`;
}

function EntitySelect({ block, element, id, names }) {
  const [value, set] = useValue(block, element);
  useStore((s) => s.people);
  useStore((s) => s.channels);
  const [choices, what] = {
    users_select: () => [peopleChoices(), "Choose a person"],
    conversations_select: () => [conversationChoices(element.filter), "Choose a channel"],
    channels_select: () => [publicChannelChoices(), "Choose a channel"],
  }[element.type]();
  return html`<${Select} id=${id} names=${names} choices=${choices} chosen=${value ?? null} onChoose=${set}
    placeholder=${element.placeholder?.text || what} clearable=${block.type === "input" && block.optional} />`;
}

/** Several people, in the order in which they are picked: each can be taken out again, and the rest are offered. */
function PeopleSelect({ block, element, id, names }) {
  const [value, set] = useValue(block, element);
  useStore((s) => s.people);
  const chosen = value || [];
  const everybody = peopleChoices();
  const nameOf = (person) => everybody.find((choice) => choice.value === person)?.text || "somebody";
  const isFull = chosen.length >= (element.max_selected_items || Number.POSITIVE_INFINITY);
  const others = isFull ? [] : everybody.filter((choice) => !chosen.includes(choice.value));
  const takeOut = (person) => set(chosen.filter((one) => one !== person));
  return html`<div class="picked-people">
    ${
      chosen.length > 0 &&
      html`<ol class="picked" aria-label="Chosen, in this order">
      ${chosen.map(
        (person) => html`<li key=${person} class="picked-one">
          <span>${nameOf(person)}</span>
          <button type="button" class="icon-button" aria-label=${`Take ${nameOf(person)} out`}
            onClick=${() => takeOut(person)}><${IconClose} /></button>
        </li>`,
      )}
    </ol>`
    }
    <${Select} id=${id} names=${names} choices=${others} chosen=${null} onChoose=${(person) => set([...chosen, person])}
      placeholder=${isFull ? "No more can be chosen" : element.placeholder?.text || "Choose people"} />
  </div>`;
}

function Tick({ kind, name, option, isOn, onChange, names }) {
  return html`<label class="tick">
    <input type=${kind} name=${name} checked=${isOn} onChange=${onChange} ...${names} />
    <span>
      <${Text} object=${option.text} />
      ${option.description && html`<small><${Text} object=${option.description} /></small>`}
    </span>
  </label>`;
}

function Checkboxes({ block, element, id, label, names }) {
  const [value, set] = useValue(block, element);
  const chosen = value || [];
  const isOn = (option) => chosen.some((one) => one.value === option.value);
  const turn = (option) =>
    set(element.options.filter((one) => (one.value === option.value ? !isOn(option) : isOn(one))));
  return html`<div class="ticks" role="group" aria-label=${label} id=${id} aria-describedby=${names["aria-describedby"]}>
    ${element.options.map(
      (option) => html`<${Tick} key=${option.value} kind="checkbox" option=${option} isOn=${isOn(option)}
        onChange=${() => turn(option)} />`,
    )}
  </div>`;
}

function RadioButtons({ block, element, id, label, names }) {
  const [value, set] = useValue(block, element);
  return html`<div class="ticks" role="radiogroup" aria-label=${label} id=${id}
    aria-describedby=${names["aria-describedby"]}>
    ${element.options.map(
      (option) => html`<${Tick} key=${option.value} kind="radio" name=${id} option=${option}
        isOn=${value?.value === option.value} onChange=${() => set(option)} />`,
    )}
  </div>`;
}

function Dates({ block, element, id, label, names }) {
  const [value, set] = useValue(block, element);
  const Picker = { datepicker: DatePicker, timepicker: TimePicker, datetimepicker: DateTimePicker }[element.type];
  return html`<${Picker} id=${id} label=${label} names=${names} value=${value ?? null} onPick=${set} />`;
}

const INPUTS = {
  plain_text_input: TextInput,
  number_input: TextInput,
  static_select: StaticSelect,
  users_select: EntitySelect,
  multi_users_select: PeopleSelect,
  conversations_select: EntitySelect,
  channels_select: EntitySelect,
  checkboxes: Checkboxes,
  radio_buttons: RadioButtons,
  datepicker: Dates,
  timepicker: Dates,
  datetimepicker: Dates,
};

/** The component for an element that keeps a value. */
export const inputFor = (element) => INPUTS[element.type];

/** Element types that are several fields under one name, so a `<label>` cannot point at one of them. */
export const isGroup = (element) => ["checkboxes", "radio_buttons", "datetimepicker"].includes(element.type);
