/** Keeps the page's state in step with the workspace: who you are, where you are, and what is there. */
import { readCalls, readHome, readMessages, readState, readThread, readViews } from "./api.js";
import { change, current } from "./store.js";
import { dayAndTime, placeOf, readMoment } from "./time.js";
import { notice } from "./toasts.js";
import { lookForUnread, seenNow } from "./unread.js";

const CLOCK_JUMP_MS = 90_000;

/**
 * Wrap a refresh so that calls close together become one, and never overlap.
 * @param {() => Promise<void>} work
 * @param {number} ms How long to gather calls.
 */
export function gathered(work, ms) {
  let timer = 0;
  let running = false;
  let again = false;
  const run = async () => {
    timer = 0;
    if (running) {
      again = true;
      return;
    }
    running = true;
    await work().catch((failure) => console.warn(failure));
    running = false;
    if (again) {
      again = false;
      run();
    }
  };
  return () => {
    if (!timer) timer = setTimeout(run, ms);
  };
}

/** The id of the channel, DM or group DM that is open, or "". */
export const openChannel = () => current().place.id || "";

/** Story time as of now: what the workspace said, and the real time since. */
export function storyNow() {
  const { now, readAt } = current().clock;
  return now ? new Date(now.getTime() + (Date.now() - readAt)) : new Date();
}

const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

function readClock(clock) {
  const moment = readMoment(clock?.now) || new Date();
  const before = current().clock.now ? storyNow() : null;
  const next = clock?.next ? { due: readMoment(clock.next.due_at), label: capital(clock.next.label || "") } : null;
  change({ clock: { now: moment, readAt: Date.now(), next } });
  if (before && Math.abs(moment - before) > CLOCK_JUMP_MS) {
    const tz = current().me?.tz;
    notice(`It is now ${dayAndTime(moment, tz)} in ${placeOf(tz)}.`);
  }
}

/** Take over who and what is in the workspace, as `readState` has told it. */
export function takeState(seen) {
  change({
    ready: true,
    failure: "",
    me: seen.people.find((one) => one.id === (seen.me?.id || seen.me)),
    people: seen.people || [],
    channels: seen.channels || [],
    dms: seen.dms || [],
    groupDms: seen.group_dms || [],
    commands: seen.commands || [],
    shortcuts: seen.shortcuts || [],
    app: seen.app || current().app,
  });
  readClock(seen.clock);
}

/** Read who and what is in the workspace, as `as` sees it. */
export async function refreshState(as = current().me?.id) {
  const seen = await readState(as);
  if (current().me && as !== current().me.id) return;
  takeState(seen);
}

/** Read the messages of the open channel. */
export async function refreshMessages() {
  const { me } = current();
  const channel = openChannel();
  if (!me || !channel) return;
  const { messages } = await readMessages(me.id, channel);
  if (current().me.id !== me.id || openChannel() !== channel) return;
  change({ messages: messages || [], messagesOf: channel });
  seenNow(me.id, channel, messages || []);
}

/** Read the open thread, if one is open. */
export async function refreshThread() {
  const { me, thread } = current();
  if (!me || !thread) return;
  const { messages } = await readThread(me.id, thread.channel, thread.ts);
  if (current().thread !== thread || current().me.id !== me.id) return;
  change({ threadMessages: messages || [] });
}

/** Read the open modals. */
export async function refreshViews() {
  const { me } = current();
  const { stack } = await readViews(me.id);
  if (current().me.id === me.id) change({ views: stack || [] });
}

/** Read the App Home view, if it is what is open. */
export async function refreshHome() {
  const { me, place } = current();
  if (place.kind !== "home") return;
  const { view } = await readHome(me.id);
  if (current().me.id === me.id) change({ home: view });
}

/** Read the calls since the last one that is known. */
export async function refreshCalls() {
  const known = current().calls;
  const after = known.length ? known[known.length - 1].n : 0;
  const { calls } = await readCalls(after);
  if (calls?.length) change({ calls: [...current().calls, ...calls].slice(-500) });
}

/** Read everything anew, such as after the live stream was away. */
export async function refreshAll() {
  await refreshState();
  await Promise.all([refreshMessages(), refreshThread(), refreshViews(), refreshHome()]);
  lookForUnread();
  if (current().panels.calls) await refreshCalls();
}
