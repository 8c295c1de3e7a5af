/** The people one can be, one click each, with what time it is for them. */
import { Avatar } from "./avatar.js";
import { html, useEffect, useState } from "./html.js";
import { be } from "./places.js";
import { useStore } from "./store.js";
import { clockTime } from "./time.js";
import { playable } from "./unread.js";
import { storyNow } from "./workspace.js";

/** Render again every few seconds, so that story time goes on between two news. */
export function useTick(ms = 5000) {
  const [, again] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => again((n) => n + 1), ms);
    return () => clearInterval(timer);
  }, [ms]);
}

function Person({ person, isMe, isUnread }) {
  const first = person.name.split(" ")[0];
  const role = person.is_guest ? `${person.title ? `${person.title}, ` : ""}guest` : person.title;
  return html`<button type="button" class=${isMe ? "person person-me" : "person"} data-testid=${`person-${person.id}`}
    aria-pressed=${isMe} title=${[person.name, role].filter(Boolean).join(" · ")} onClick=${() => be(person.id)}>
    <span class="person-picture">
      <${Avatar} person=${person} size="large" />
      ${isUnread && html`<span class="dot"><span class="unseen">has something new</span></span>`}
    </span>
    <span class="person-name">${first}</span>
    <span class="person-time">${clockTime(storyNow(), person.tz)}</span>
  </button>`;
}

/** The rail at the very left. */
export function PeopleRail() {
  const people = useStore((s) => s.people);
  const me = useStore((s) => s.me);
  const unread = useStore((s) => s.unreadPeople);
  useStore((s) => s.clock);
  useTick();
  return html`<nav class="rail" aria-label="Who you are">
    <span class="rail-title" aria-hidden="true">You are</span>
    ${playable(people).map(
      (person) => html`<${Person} key=${person.id} person=${person} isMe=${person.id === me.id}
        isUnread=${person.id !== me.id && unread[person.id]} />`,
    )}
  </nav>`;
}
