/** App Home, channels, direct messages and groups of the person one is. */
import { Avatar } from "./avatar.js";
import { WhatNow } from "./guide.js";
import { html } from "./html.js";
import { IconArchive, IconHash, IconHome, IconLock, IconShared } from "./icons.js";
import { goTo } from "./places.js";
import { useStore } from "./store.js";
import { placeOf } from "./time.js";

function Entry({ testid, isOpen, isUnread, picture, text, mark, onOpen, isQuiet }) {
  const classes = ["entry", isOpen && "entry-open", isUnread && "entry-unread", isQuiet && "entry-quiet"];
  return html`<li>
    <button type="button" class=${classes.filter(Boolean).join(" ")} data-testid=${testid}
      aria-current=${isOpen ? "page" : undefined} onClick=${onOpen}>
      <span class="entry-picture">${picture}</span>
      <span class="entry-text">${text}</span>
      ${mark}
      ${isUnread && html`<span class="dot"><span class="unseen">new</span></span>`}
    </button>
  </li>`;
}

function channelIcon(channel) {
  if (channel.is_archived) return html`<${IconArchive} />`;
  return channel.is_private ? html`<${IconLock} />` : html`<${IconHash} />`;
}

function Section({ title, children }) {
  return html`<section class="side-section">
    <h2>${title}</h2>
    <ul>
      ${children}
    </ul>
  </section>`;
}

/** The sidebar. */
export function Sidebar() {
  const { me, place, channels, dms, groupDms, people, app } = {
    me: useStore((s) => s.me),
    place: useStore((s) => s.place),
    channels: useStore((s) => s.channels),
    dms: useStore((s) => s.dms),
    groupDms: useStore((s) => s.groupDms),
    people: useStore((s) => s.people),
    app: useStore((s) => s.app),
  };
  const unread = useStore((s) => s.unreadPlaces);
  const entry = (id) => ({
    key: id,
    isOpen: place.id === id,
    isUnread: place.id !== id && unread[id],
    onOpen: () => goTo({ kind: "channel", id }),
  });
  const person = (id) =>
    people.find((one) => one.id === id) || { id, name: id === app.bot_user_id ? app.name : "somebody" };
  return html`<aside class="sidebar" aria-label="Places">
    <header class="who">
      <strong dir="auto">${me.name}</strong>
      <span>${[me.title, me.is_guest && "guest", placeOf(me.tz)].filter(Boolean).join(" · ")}</span>
    </header>
    <div class="side-scroll">
      <ul class="side-top">
        <${Entry} testid="home" isOpen=${place.kind === "home"} picture=${html`<${IconHome} />`} text="App Home"
          onOpen=${() => goTo({ kind: "home" })} />
      </ul>
      <${Section} title="Channels">
        ${channels.map(
          (
            channel,
          ) => html`<${Entry} ...${entry(channel.id)} testid=${`channel-${channel.id}`} picture=${channelIcon(channel)}
            isQuiet=${!channel.is_member || channel.is_archived} text=${channel.name}
            mark=${
              channel.is_ext_shared &&
              html`<span class="entry-mark" title="Shared with another organisation">
              <${IconShared} /><span class="unseen">shared with another organisation</span>
            </span>`
            } />`,
        )}
      <//>
      <${Section} title="Direct messages">
        ${dms.map(
          (dm) => html`<${Entry} ...${entry(dm.id)} testid=${`dm-${dm.id}`} text=${person(dm.user).name}
            picture=${html`<${Avatar} person=${person(dm.user)} size="small" />`}
            mark=${person(dm.user).is_bot && html`<span class="badge">APP</span>`} />`,
        )}
        ${groupDms.map(
          (dm) => html`<${Entry} ...${entry(dm.id)} testid=${`dm-${dm.id}`} text=${groupName(dm, me, person)}
            picture=${html`<span class="group-count">${(dm.users || []).length || "·"}</span>`} />`,
        )}
      <//>
    </div>
    <${WhatNow} />
  </aside>`;
}

/** The name of a group DM: the others in it. */
export function groupName(dm, me, person) {
  const others = (dm.users || []).filter((id) => id !== me.id);
  return others.length ? others.map((id) => person(id).name.split(" ")[0]).join(", ") : dm.name;
}
