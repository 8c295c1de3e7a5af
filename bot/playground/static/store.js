/** What the page knows, in one place, and a hook to watch it. `workspace.js` is what changes it. */
import { useLayoutEffect, useState } from "./html.js";

/** The whole state of the page. Read it with `useStore`, change it with `change`. */
const state = {
  ready: false,
  failure: "",
  connected: true,
  me: null,
  people: [],
  channels: [],
  dms: [],
  groupDms: [],
  commands: [],
  shortcuts: [],
  app: { name: "App", bot_user_id: "" },
  clock: { now: null, readAt: 0, next: null },
  place: { kind: "home" },
  messages: [],
  messagesOf: "",
  thread: null,
  threadMessages: [],
  home: null,
  views: [],
  unreadPlaces: {},
  unreadPeople: {},
  panels: { calls: false, guide: false },
  calls: [],
  toasts: [],
  question: null,
};

const watchers = new Set();
let told = false;

/** Return the state as it is now. */
export const current = () => state;

/**
 * Change some fields and tell those who watch.
 * @param {object} fields New values by field.
 */
export function change(fields) {
  Object.assign(state, fields);
  if (told) return;
  told = true;
  queueMicrotask(() => {
    told = false;
    for (const watcher of [...watchers]) watcher();
  });
}

/**
 * Render again whenever what `select` picks has changed.
 * @template T
 * @param {(s: typeof state) => T} select Picks from the state; compared by identity.
 * @returns {T}
 */
export function useStore(select) {
  const [, again] = useState(0);
  const picked = select(state);
  const seen = { current: picked };
  useLayoutEffect(() => {
    const look = () => {
      const now = select(state);
      if (now !== seen.current) {
        seen.current = now;
        again((n) => n + 1);
      }
    };
    watchers.add(look);
    look();
    return () => watchers.delete(look);
  });
  return picked;
}
