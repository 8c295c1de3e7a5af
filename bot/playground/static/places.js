/** Going about: being somebody, opening a channel, a DM, App Home or a thread. The address bar remembers it. */
import { post, readState } from "./api.js";
import { listen } from "./live.js";
import { change, current } from "./store.js";
import { appDm, lookForUnread, playable } from "./unread.js";
import {
  refreshAll,
  refreshHome,
  refreshMessages,
  refreshState,
  refreshThread,
  refreshViews,
  takeState,
} from "./workspace.js";

const fromAddress = () => new URLSearchParams(location.hash.slice(1));

function toAddress() {
  const { me, place } = current();
  const fields = new URLSearchParams({ as: me.id, at: place.kind === "home" ? "home" : place.id });
  history.replaceState(null, "", `#${fields}`);
}

/** Everything that can be opened by id: channels, DMs and group DMs of the person one is. */
function placeWith(id) {
  const { channels, dms, groupDms } = current();
  if (id === "home") return { kind: "home" };
  const known = [...channels, ...dms, ...groupDms].some((one) => one.id === id);
  return known ? { kind: "channel", id } : null;
}

function firstPlace() {
  const { dms, app, channels } = current();
  return placeWith(appDm(dms, app)) || placeWith(channels[0]?.id) || { kind: "home" };
}

/** Open a place: `{kind: "home"}` or `{kind: "channel", id}`. Its thread panel closes. */
export async function goTo(place) {
  const { me, thread } = current();
  const left = thread && thread.channel !== place.id;
  change({
    place,
    ...(place.id === current().messagesOf ? {} : { messages: [], messagesOf: "" }),
    ...(left ? { thread: null, threadMessages: [] } : {}),
  });
  toAddress();
  if (place.kind === "home") {
    await post("home", { as: me.id });
    await refreshHome();
  } else await refreshMessages();
}

/** Open the thread below a message. */
export async function openThread(channel, ts) {
  change({ thread: { channel, ts }, threadMessages: [] });
  await refreshThread();
}

/** Close the thread panel. */
export const closeThread = () => change({ thread: null, threadMessages: [] });

let going = "";

/**
 * Be another person. Their messages from the app come first, if there is something new; else one stays put.
 * Who one is and where change in one step, so that nobody ever asks for the messages of somebody else's DM.
 * @param {string} id The person.
 */
export async function be(id) {
  going = id;
  if (id === current().me.id) return;
  const seen = await readState(id);
  if (going !== id) return;
  const { place, unreadPeople } = current();
  change({ messages: [], messagesOf: "", thread: null, threadMessages: [], home: null, views: [], unreadPlaces: {} });
  takeState(seen);
  const stays = !unreadPeople[id] && place.kind === "channel" && placeWith(place.id);
  listen();
  await Promise.all([goTo(place.kind === "home" ? place : stays || firstPlace()), refreshViews()]);
  lookForUnread();
}

/** Begin: be whom the address bar names, else the first person, and open what it names. */
export async function begin() {
  const wanted = fromAddress();
  try {
    await refreshState(wanted.get("as"));
  } catch {
    if (!wanted.get("as")) throw new Error("The workspace did not answer.");
    await refreshState();
  }
  const { me, people } = current();
  if (!playable(people).some((one) => one.id === me?.id)) {
    change({ me: null });
    await refreshState(playable(people)[0].id);
  }
  change({ place: placeWith(wanted.get("at")) || firstPlace() });
  toAddress();
  listen();
  await refreshAll();
}
