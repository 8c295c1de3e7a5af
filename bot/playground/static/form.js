/**
 * What blocks stand in: a message, a modal or App Home. It holds their values and carries their actions.
 *
 * A form is `{surface, values, errors, set(block, element, value), act(block, element, fields)}`.
 */
import { post } from "./api.js";
import { createContext, useContext, useState } from "./html.js";
import { current } from "./store.js";
import { trouble } from "./toasts.js";
import { slotOf, valuesOf } from "./values.js";
import { refreshHome, refreshMessages, refreshThread, refreshViews } from "./workspace.js";

const Form = createContext(null);

/** Gives the form to the blocks below it. */
export const FormProvider = Form.Provider;

/** The form that the calling component stands in. */
export const useForm = () => useContext(Form);

/** Read again what an action may have changed; the live stream says the same, a little later. */
export async function refreshAfterAction() {
  await Promise.all([refreshViews(), refreshMessages(), refreshThread(), refreshHome()]).catch(() => {});
}

/** The id of the modal on top, "" where none is open. */
const topView = () => current().views.at(-1)?.id || "";

/**
 * Make a form for some blocks.
 * @param {{surface: string, blocks: object[], container: object, known?: object, errors?: object,
 *   onEdit?: (blockId: string) => void}} options `container` is what the workspace gets with an action.
 */
export function useFormState({ surface, blocks, container, known, errors = {}, onEdit }) {
  const [entered, setEntered] = useState({});
  const values = valuesOf(blocks, entered, known);
  const withValue = (block, element, value) => {
    const entry = { type: element.type, [slotOf(element)]: value };
    const inBlock = (all) => ({ ...all, [block.block_id]: { ...all[block.block_id], [element.action_id]: entry } });
    setEntered(inBlock);
    onEdit?.(block.block_id);
    return inBlock(values);
  };
  const act = async (block, element, fields, now = values) => {
    const answer = await post("action", {
      as: current().me.id,
      container,
      action: { block_id: block.block_id, action_id: element.action_id, type: element.type, ...fields },
      state: now,
    });
    if (!answer.ok) trouble(answer.error);
    await refreshAfterAction();
    return answer;
  };
  const set = (block, element, value, { quietly = false } = {}) => {
    const now = withValue(block, element, value);
    const speaks = block.type !== "input" || block.dispatch_action;
    if (speaks && !quietly) return act(block, element, { [slotOf(element)]: value }, now);
    return null;
  };
  return { surface, values, errors, set, act, topView };
}
