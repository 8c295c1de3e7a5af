/** Who has something new, and where: the dots on people and on channels. Remembered for this tab only. */
import { readMessages, readState } from "./api.js";
import { change, current } from "./store.js";

const KEY = "leeway.seen";

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) || {};
  } catch {
    return {};
  }
}

const seen = remembered();

/** The people one can be: members who are neither bots nor gone nor from elsewhere. */
export const playable = (people) => people.filter((one) => !one.is_bot && !one.deleted && !one.is_stranger);

/** The id of the app's DM in a list of DMs. */
export const appDm = (dms, app) => (dms.find((dm) => dm.user === app.bot_user_id) || dms[0])?.id || "";

function newest(messages, person) {
  const stamps = messages.flatMap((one) => [
    one.user === person || one.ephemeral ? 0 : Number(one.ts),
    Number(one.latest_reply || 0),
  ]);
  return Math.max(0, ...stamps);
}

/**
 * Note that a person has seen a channel as it is now.
 * @param {string} person
 * @param {string} channel
 * @param {object[]} messages What stands there.
 */
export function seenNow(person, channel, messages) {
  const stamps = messages.flatMap((one) => [Number(one.ts), Number(one.latest_reply || 0)]);
  seen[person] = { ...seen[person], [channel]: Math.max(0, ...stamps) };
  sessionStorage.setItem(KEY, JSON.stringify(seen));
  if (person !== current().me?.id || !current().unreadPlaces[channel]) return;
  const { [channel]: gone, ...unreadPlaces } = current().unreadPlaces;
  change({ unreadPlaces, unreadPeople: { ...current().unreadPeople, [person]: personal(unreadPlaces) } });
}

const personal = (unreadPlaces) => {
  const { dms, groupDms } = current();
  return [...dms, ...groupDms].some((dm) => unreadPlaces[dm.id]);
};

async function isUnread(person, channel, isDm) {
  const { messages } = await readMessages(person, channel);
  const latest = newest(messages || [], person);
  const storyNow = (current().clock.now?.getTime() || Infinity) / 1000;
  const known = seen[person]?.[channel];
  if (known === undefined || known > storyNow + 86_400) {
    // The first look: what stands in channels is old news, what the app wrote to somebody is not.
    seen[person] = { ...seen[person], [channel]: isDm ? 0 : latest };
  }
  return latest > seen[person][channel];
}

async function lookFor(person) {
  const { me, channels, dms, groupDms, app, place } = current();
  const mine = person === me.id;
  const theirs = mine ? { dms, group_dms: groupDms } : await readState(person);
  const direct = mine ? dms.map((dm) => dm.id) : [appDm(theirs.dms || [], app)];
  const personalIds = [...direct, ...(theirs.group_dms || []).map((dm) => dm.id)].filter(Boolean);
  const others = mine ? channels.filter((one) => one.is_member).map((one) => one.id) : [];
  const unread = {};
  for (const id of [...personalIds, ...others]) {
    if (mine && place.id === id) continue;
    if (await isUnread(person, id, personalIds.includes(id))) unread[id] = true;
  }
  if (mine && current().me.id === person) change({ unreadPlaces: unread });
  const dot = personalIds.some((id) => unread[id]);
  change({ unreadPeople: { ...current().unreadPeople, [person]: dot } });
}

let timer = 0;
let looking = false;

/** Look for what is new, for everybody, a moment from now. */
export function lookForUnread() {
  if (timer) return;
  timer = setTimeout(async () => {
    timer = 0;
    if (looking) return lookForUnread();
    looking = true;
    try {
      for (const person of playable(current().people)) await lookFor(person.id);
    } catch (failure) {
      console.warn(failure);
    }
    looking = false;
  }, 350);
}
