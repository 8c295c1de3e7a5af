/** What a Slack client makes of typed text before it is sent: names become mentions, and the rest is escaped. */
import { escape } from "./mrkdwn-parse.js";
import { current } from "./store.js";

/**
 * Write typed text as the wire has it.
 * @param {string} text As typed, with "@Sam Rivera" and "#general" in words.
 */
export function outgoing(text) {
  const { people, channels } = current();
  const marks = new Map();
  for (const person of people) {
    for (const name of [person.name, person.handle, person.name.split(" ")[0]]) {
      if (name && !marks.has(`@${name}`.toLowerCase())) marks.set(`@${name}`.toLowerCase(), `<@${person.id}>`);
    }
  }
  for (const channel of channels) marks.set(`#${channel.name}`.toLowerCase(), `<#${channel.id}|${channel.name}>`);
  const names = [...marks.keys()].sort((one, other) => other.length - one.length);
  const literal = names.map((name) => escape(name).replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const typed = new RegExp(`(?<!\\S)(?:${literal.join("|")})(?![\\p{L}\\p{N}_-])`, "giu");
  return escape(text).replace(typed, (found) => marks.get(found.toLowerCase()) || found);
}
