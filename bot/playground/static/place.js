/** The middle of the page: the header of what is open, its messages or App Home, and the composer. */
import { Avatar } from "./avatar.js";
import { Composer } from "./composer.js";
import { Home } from "./home.js";
import { html } from "./html.js";
import { IconArchive, IconHash, IconHome, IconLock } from "./icons.js";
import { MessageList } from "./messages.js";
import { groupName } from "./sidebar.js";
import { useStore } from "./store.js";

function describe(place, { channels, dms, groupDms, people, me, app }) {
  if (place.kind === "home") {
    return { icon: html`<${IconHome} />`, title: `${app.name} · Home`, note: "Only you see this" };
  }
  const person = (id) =>
    people.find((one) => one.id === id) || { id, name: id === app.bot_user_id ? app.name : "somebody" };
  const dm = dms.find((one) => one.id === place.id);
  if (dm) {
    const other = person(dm.user);
    const note = other.is_bot ? "What the app writes to you, and only to you" : other.title;
    return {
      icon: html`<${Avatar} person=${other} size="small" />`,
      title: other.name,
      note,
      to: other.name,
      isApp: other.is_bot,
      commandsOnly: dm.read_only,
    };
  }
  const group = groupDms.find((one) => one.id === place.id);
  if (group) return { icon: null, title: groupName(group, me, person), note: "Group message", to: "this group" };
  const channel = channels.find((one) => one.id === place.id);
  if (!channel) return { icon: null, title: "", note: "", to: "" };
  const icon = channel.is_archived ? IconArchive : channel.is_private ? IconLock : IconHash;
  const shared = channel.is_ext_shared ? "Shared with another organisation" : "";
  const note = [shared, channel.topic].filter(Boolean).join(" · ");
  return { icon: html`<${icon} />`, title: channel.name, note, to: `#${channel.name}`, channel };
}

function closedBecause(channel) {
  if (channel?.is_archived) return "This channel is archived.";
  return channel && !channel.is_member ? "You are not in this channel. You can read along." : "";
}

/** What is open. */
export function Place() {
  const place = useStore((s) => s.place);
  const messages = useStore((s) => s.messages);
  const loaded = useStore((s) => s.messagesOf) === place.id;
  const about = describe(place, {
    channels: useStore((s) => s.channels),
    dms: useStore((s) => s.dms),
    groupDms: useStore((s) => s.groupDms),
    people: useStore((s) => s.people),
    me: useStore((s) => s.me),
    app: useStore((s) => s.app),
  });
  const closed = closedBecause(about.channel);
  const empty = loaded
    ? html`<div class="nothing">
        <strong>${about.isApp ? "Nothing from the app yet." : "Nothing was said here yet."}</strong>
        <p>${about.isApp ? "Cards, nudges and answers arrive here." : "Say something, or type / to see what the app can do."}</p>
      </div>`
    : null;
  return html`<main class="place">
    <header class="place-head">
      <h1><span class="place-icon">${about.icon}</span><span dir="auto">${about.title}</span></h1>
      <span class="place-note">${about.note}</span>
    </header>
    ${
      place.kind === "home"
        ? html`<${Home} />`
        : html`<${MessageList} messages=${messages} channel=${place.id} empty=${empty} label=${`Messages in ${about.title}`} />
          ${
            closed
              ? html`<div class="composer-closed">${closed}</div>`
              : html`<${Composer} key=${place.id} channel=${place.id} to=${about.to}
                commandsOnly=${about.commandsOnly} />`
          }`
    }
  </main>`;
}
