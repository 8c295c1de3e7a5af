/** Messages, as a list: grouped by day and by who speaks, with their blocks, replies and shortcuts. */
import { post } from "./api.js";
import { Avatar } from "./avatar.js";
import { Blocks } from "./blocks.js";
import { FormProvider, refreshAfterAction, useFormState } from "./form.js";
import { html, useEffect, useLayoutEffect, useRef } from "./html.js";
import { IconEye, IconMore, IconReply } from "./icons.js";
import { MenuButton } from "./menu.js";
import { Mrkdwn } from "./mrkdwn.js";
import { openThread } from "./places.js";
import { current, useStore } from "./store.js";
import { clockTime, dayAndTime, dayHeading, isoDay, readMoment } from "./time.js";
import { trouble } from "./toasts.js";
import { storyNow } from "./workspace.js";

const TOGETHER_SECONDS = 300;
const NO_BLOCKS = [];

function speaker(message) {
  const { people, app } = current();
  const known = people.find((one) => one.id === message.user);
  const name = message.name || known?.name || (message.is_app ? app.name : "somebody");
  return known ? { ...known, name } : { id: message.user || "?", name, is_bot: message.is_app };
}

async function runShortcut(shortcut, channel, message) {
  const answer = await post("message_shortcut", {
    as: current().me.id,
    callback_id: shortcut.callback_id,
    channel,
    ts: message.ts,
  });
  if (!answer.ok) trouble(answer.error);
  await refreshAfterAction();
}

function Tools({ message, channel, inThread }) {
  const shortcuts = useStore((s) => s.shortcuts).filter((one) => one.type === "message");
  const items = shortcuts.map((shortcut) => ({
    key: shortcut.callback_id,
    text: shortcut.name,
    description: shortcut.description,
    onChoose: () => runShortcut(shortcut, channel, message),
  }));
  if (message.ephemeral) return null;
  return html`<div class="tools" role="group" aria-label="What one can do with this message">
    ${
      !inThread &&
      html`<button type="button" class="icon-button" aria-label="Reply in thread" title="Reply in thread"
      onClick=${() => openThread(channel, message.thread_ts || message.ts)}>
      <${IconReply} />
    </button>`
    }
    ${items.length > 0 && html`<${MenuButton} label="More actions" icon=${IconMore} items=${items} />`}
  </div>`;
}

function Replies({ message, channel }) {
  const tz = useStore((s) => s.me).tz;
  const count = message.reply_count;
  const latest = readMoment(message.latest_reply);
  return html`<button type="button" class="replies" onClick=${() => openThread(channel, message.ts)}>
    <strong>${count} ${count === 1 ? "reply" : "replies"}</strong>
    ${latest && html`<span>Last reply ${dayAndTime(latest, tz)}</span>`}
  </button>`;
}

function Body({ message, channel }) {
  const form = useFormState({
    surface: `${channel}-${message.ts}`,
    blocks: message.blocks || NO_BLOCKS,
    container: { type: "message", channel, ts: message.ts },
  });
  const hasBlocks = message.blocks?.length > 0;
  return html`<div class="message-body">
    ${
      hasBlocks
        ? html`<${FormProvider} value=${form}><${Blocks} blocks=${message.blocks} /><//>`
        : html`<div class="message-text"><${Mrkdwn} text=${message.text} />
          ${message.edited && html` <small class="quiet">(edited)</small>`}
        </div>`
    }
  </div>`;
}

function Message({ message, channel, follows, inThread }) {
  const tz = useStore((s) => s.me).tz;
  const person = speaker(message);
  const at = readMoment(message.ts);
  const time = html`<time class="message-time" dateTime=${at.toISOString()}
    title=${dayAndTime(at, tz)}>${clockTime(at, tz)}</time>`;
  const classes = ["message", follows && "message-follows", message.ephemeral && "message-ephemeral"];
  return html`<article class=${classes.filter(Boolean).join(" ")} aria-label=${`${person.name}, ${dayAndTime(at, tz)}`}
    data-testid="message" data-ts=${message.ts}>
    <div class="message-side">${follows ? time : html`<${Avatar} person=${{ ...person, is_bot: message.is_app }} />`}</div>
    <div class="message-main">
      ${message.ephemeral && html`<div class="only-you"><${IconEye} /> Only visible to you</div>`}
      ${
        !follows &&
        html`<div class="message-head">
        <span class="message-name">${person.name}</span>
        ${message.is_app && html`<span class="badge">APP</span>`}
        ${time}
      </div>`
      }
      <${Body} message=${message} channel=${channel} />
      ${!inThread && message.reply_count > 0 && html`<${Replies} message=${message} channel=${channel} />`}
    </div>
    <${Tools} message=${message} channel=${channel} inThread=${inThread} />
  </article>`;
}

function belongsTo(before, message) {
  if (!before || before.user !== message.user || before.is_app || message.is_app) return false;
  if (before.ephemeral || message.ephemeral || before.reply_count > 0) return false;
  return Number(message.ts) - Number(before.ts) < TOGETHER_SECONDS;
}

/** Scroll to the end when something arrives, unless one has scrolled up to read. */
function useStickyEnd(messages, place) {
  const box = useRef(null);
  const seen = useRef({ place: "", atEnd: true });
  useLayoutEffect(() => {
    const isNew = seen.current.place !== place;
    if (box.current && (isNew || seen.current.atEnd)) box.current.scrollTop = box.current.scrollHeight;
    seen.current = { place: messages.length ? place : "", atEnd: isNew || seen.current.atEnd };
  }, [messages, place]);
  useEffect(() => {
    const keep = new ResizeObserver(() => {
      if (seen.current.atEnd) box.current.scrollTop = box.current.scrollHeight;
    });
    keep.observe(box.current);
    return () => keep.disconnect();
  }, []);
  const onScroll = () => {
    const { scrollHeight, scrollTop, clientHeight } = box.current;
    seen.current.atEnd = scrollHeight - scrollTop - clientHeight < 60;
  };
  return [box, onScroll];
}

/**
 * A list of messages.
 * @param {{messages: object[], channel: string, inThread?: boolean, empty?: any, label: string}} props
 */
export function MessageList({ messages, channel, inThread = false, empty, label }) {
  const tz = useStore((s) => s.me).tz;
  useStore((s) => s.clock);
  useStore((s) => s.people);
  const [box, onScroll] = useStickyEnd(messages, `${channel} ${tz}`);
  const dayOf = (message) => isoDay(readMoment(message.ts), tz);
  return html`<div class="messages" ref=${box} onScroll=${onScroll} role="log" aria-label=${label}
    aria-live="polite" tabindex="0">
    ${!messages.length && empty}
    ${messages.map((message, at) => {
      const before = messages[at - 1];
      const newDay = !before || dayOf(before) !== dayOf(message);
      const showDay = newDay && !(inThread && at === 0);
      return html`
        ${
          showDay &&
          html`<div class="day" key=${`day-${message.ts}`}>
          <span>${dayHeading(readMoment(message.ts), storyNow(), tz)}</span>
        </div>`
        }
        <${Message} key=${message.ts} message=${message} channel=${channel} inThread=${inThread}
          follows=${!newDay && belongsTo(before, message) && !(inThread && at === 1)} />
        ${
          inThread &&
          at === 0 &&
          messages.length > 1 &&
          html`<div class="day thread-count" key="count">
          <span>${messages.length - 1} ${messages.length === 2 ? "reply" : "replies"}</span>
        </div>`
        }`;
    })}
  </div>`;
}
