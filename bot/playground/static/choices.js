/** What the selects of people and conversations offer: those that exist, as the viewer sees them. */
import { Avatar } from "./avatar.js";
import { html } from "./html.js";
import { IconHash, IconLock } from "./icons.js";
import { current } from "./store.js";

function personKind(person) {
  if (person.is_bot) return "app";
  if (person.is_stranger) return "another organisation";
  return person.is_guest ? "guest" : person.title;
}

/** Everybody who is not deactivated, apps and guests too: what may be chosen is for the app to say. */
export function peopleChoices() {
  return current()
    .people.filter((person) => !person.deleted)
    .map((person) => ({
      value: person.id,
      text: person.name,
      description: personKind(person),
      picture: html`<${Avatar} person=${person} size="small" />`,
    }));
}

const channelPicture = (channel) =>
  html`<span class="choice-icon">${channel.is_private ? html`<${IconLock} />` : html`<${IconHash} />`}</span>`;

/** Channels that are not archived: public ones, and private ones that the viewer is in. */
function channelChoices({ isPublic = true, isPrivate = true, isShared = true } = {}) {
  return current()
    .channels.filter((channel) => !channel.is_archived && (isShared || !channel.is_ext_shared))
    .filter((channel) => (channel.is_private ? isPrivate && channel.is_member : isPublic))
    .map((channel) => ({
      value: channel.id,
      text: channel.name,
      description: channel.is_ext_shared ? "shared with another organisation" : "",
      picture: channelPicture(channel),
    }));
}

/** What a `conversations_select` offers, by its filter. */
export function conversationChoices(filter = {}) {
  const includes = (kind) => !filter.include || filter.include.includes(kind);
  const { dms, groupDms, people } = current();
  const person = (id) => people.find((one) => one.id === id);
  const direct = includes("im") ? dms.filter((dm) => !(filter.exclude_bot_users && person(dm.user)?.is_bot)) : [];
  return [
    ...channelChoices({
      isPublic: includes("public"),
      isPrivate: includes("private"),
      isShared: !filter.exclude_external_shared_channels,
    }),
    ...direct.map((dm) => ({ value: dm.id, text: person(dm.user)?.name || "somebody", description: "direct message" })),
    ...(includes("mpim") ? groupDms : []).map((dm) => ({ value: dm.id, text: dm.name, description: "group" })),
  ];
}

/** What a `channels_select` offers: public channels. */
export const publicChannelChoices = () => channelChoices({ isPrivate: false });
