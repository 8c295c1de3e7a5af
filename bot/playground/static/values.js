/**
 * The values of inputs, as Slack keeps them in `state.values[block_id][action_id]`. Nothing here draws anything.
 *
 * `KINDS` names, for each element type, the field that holds its value and the one that fills it at first.
 */

const KINDS = {
  plain_text_input: ["value", "initial_value"],
  number_input: ["value", "initial_value"],
  static_select: ["selected_option", "initial_option"],
  radio_buttons: ["selected_option", "initial_option"],
  checkboxes: ["selected_options", "initial_options"],
  users_select: ["selected_user", "initial_user"],
  multi_users_select: ["selected_users", "initial_users"],
  conversations_select: ["selected_conversation", "initial_conversation"],
  channels_select: ["selected_channel", "initial_channel"],
  datepicker: ["selected_date", "initial_date"],
  timepicker: ["selected_time", "initial_time"],
  datetimepicker: ["selected_date_time", "initial_date_time"],
};

/** The most characters that any input takes. */
export const MOST_CHARACTERS = 3000;

/** How many characters a text has, as the workspace counts them: an emoji is not two. */
export const lengthOf = (text) => [...text].length;

/** The name of the field that holds an element's value, or undefined for buttons and menus. */
export const slotOf = (element) => KINDS[element.type]?.[0];

/** Whether an element keeps a value. */
export const keepsValue = (element) => Boolean(KINDS[element.type]);

const empty = (element) => (["checkboxes", "multi_users_select"].includes(element.type) ? [] : null);

/** Every element that keeps a value, with its block. */
export function valueElements(blocks) {
  return (blocks || []).flatMap((block) => {
    const elements = [block.element, block.accessory, ...(block.type === "actions" ? block.elements : [])];
    return elements.filter((one) => one && keepsValue(one)).map((element) => ({ block, element }));
  });
}

/**
 * The values of some blocks: what was entered where both ids are the same, else what the workspace or the view says.
 * @param {object[]} blocks
 * @param {object} entered `{block_id: {action_id: {type, ...}}}` as typed in this page.
 * @param {object} [known] `state.values` of the view.
 */
export function valuesOf(blocks, entered, known = {}) {
  const values = {};
  for (const { block, element } of valueElements(blocks)) {
    const [slot, initial] = KINDS[element.type];
    const kept = entered[block.block_id]?.[element.action_id] || known[block.block_id]?.[element.action_id];
    const usable = kept && kept.type === element.type && isOffered(element, kept[slot]);
    values[block.block_id] = {
      ...values[block.block_id],
      [element.action_id]: usable ? kept : { type: element.type, [slot]: element[initial] ?? empty(element) },
    };
  }
  return values;
}

/** All options of a select, radio group or checkbox group, out of their groups. */
export const optionsOf = (element) =>
  element.options || (element.option_groups || []).flatMap((group) => group.options);

function isOffered(element, value) {
  if (element.type !== "static_select" && element.type !== "radio_buttons" && element.type !== "checkboxes") {
    return true;
  }
  const offered = new Set(optionsOf(element).map((option) => option.value));
  const chosen = Array.isArray(value) ? value : value ? [value] : [];
  return chosen.every((option) => offered.has(option.value));
}

function numberFault(element, value) {
  const number = Number(value);
  if (!/^\s*-?(\d+([.,]\d*)?|[.,]\d+)\s*$/.test(value) || Number.isNaN(number)) return "Enter a number.";
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return "Enter a whole number.";
  if (element.min_value !== undefined && number < Number(element.min_value)) {
    return `Enter ${element.min_value} or more.`;
  }
  if (element.max_value !== undefined && number > Number(element.max_value)) {
    return `Enter ${element.max_value} or less.`;
  }
  return "";
}

function fault(block, element, value) {
  const missing = value === null || value === undefined || value === "" || value.length === 0;
  if (missing) return block.optional ? "" : "Please complete this required field.";
  if (element.type === "number_input") return numberFault(element, value);
  if (element.type !== "plain_text_input") return "";
  if (lengthOf(value) < (element.min_length || 0)) return `Write at least ${element.min_length} characters.`;
  const over = lengthOf(value) - (element.max_length || MOST_CHARACTERS);
  if (over > 0) return `Shorten this by ${over} ${over === 1 ? "character" : "characters"}.`;
  return "";
}

/**
 * What Slack's own form refuses before the app hears of it.
 * @returns {Record<string, string>} Sentences by block id; empty when the form is complete.
 */
export function formFaults(blocks, values) {
  const faults = {};
  for (const { block, element } of valueElements(blocks)) {
    if (block.type !== "input") continue;
    const sentence = fault(block, element, values[block.block_id][element.action_id][slotOf(element)]);
    if (sentence) faults[block.block_id] = sentence;
  }
  return faults;
}
