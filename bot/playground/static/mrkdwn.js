/** Text of messages and blocks as elements: names, channels and dates are those of the viewer. */
import { html } from "./html.js";
import { parseMrkdwn } from "./mrkdwn-parse.js";
import { current, useStore } from "./store.js";
import { dayAndTime, slackDate } from "./time.js";
import { goTo } from "./places.js";
import { storyNow } from "./workspace.js";

/** The person's name, or "somebody" for one that the workspace does not know. */
export function nameOf(id, label = "") {
  const { people, app } = current();
  const known = people.find((one) => one.id === id)?.name;
  return known || label || (id === app.bot_user_id ? app.name : "somebody");
}

function ChannelLink({ id }) {
  const channel = useStore((s) => s.channels).find((one) => one.id === id);
  if (!channel) return html`<span class="mention">private channel</span>`;
  const open = () => goTo({ kind: "channel", id });
  return html`<button type="button" class="mention mention-button" onClick=${open}>#${channel.name}</button>`;
}

function When({ node, opens }) {
  const tz = useStore((s) => s.me).tz;
  useStore((s) => s.clock);
  const moment = new Date(node.seconds * 1000);
  const words = slackDate(node.pattern, moment, { tz, now: storyNow(), opens });
  const time = html`<time dateTime=${moment.toISOString()} title=${dayAndTime(moment, tz)}>${words}</time>`;
  return node.address ? html`<${Link} address=${node.address}>${time}<//>` : time;
}

const Link = ({ address, children }) =>
  html`<a href=${address} target="_blank" rel="noopener noreferrer">${children}</a>`;

function draw(nodes) {
  return nodes.map((node, at) => {
    const before = nodes[at - 1];
    const opens = !before || (before.kind === "text" && before.text.endsWith("\n"));
    return drawOne(node, opens);
  });
}

function drawOne(node, opens) {
  const me = current().me?.id;
  switch (node.kind) {
    case "bold":
      return html`<strong>${draw(node.children)}</strong>`;
    case "italic":
      return html`<em>${draw(node.children)}</em>`;
    case "strike":
      return html`<s>${draw(node.children)}</s>`;
    case "quote":
      return html`<blockquote>${draw(node.children)}</blockquote>`;
    case "code":
      return html`<code>${node.text}</code>`;
    case "pre":
      return html`<pre><code>${node.text}</code></pre>`;
    case "user":
      return html`<span class=${node.id === me ? "mention mention-me" : "mention"}>@${nameOf(node.id, node.label)}</span>`;
    case "channel":
      return html`<${ChannelLink} id=${node.id} />`;
    case "range":
      return html`<span class="mention mention-me">${node.text}</span>`;
    case "date":
      return html`<${When} node=${node} opens=${opens} />`;
    case "link":
      return html`<${Link} address=${node.address}>${node.text}<//>`;
    default:
      return node.text;
  }
}

/** A message's text, or a text object's, in mrkdwn. */
export function Mrkdwn({ text, verbatim = false }) {
  useStore((s) => s.people);
  return html`<span class="mrkdwn" dir="auto">${draw(parseMrkdwn(text || "", { verbatim }))}</span>`;
}

/**
 * A text object of Block Kit. Plain text has no markup and no entities: it is shown as it is.
 * @param {{object: {type: string, text: string, verbatim?: boolean}}} props
 */
export function Text({ object }) {
  if (!object) return null;
  if (typeof object === "string") return html`<span class="plain" dir="auto">${object}</span>`;
  if (object.type === "mrkdwn") return html`<${Mrkdwn} text=${object.text} verbatim=${object.verbatim} />`;
  return html`<span class="plain" dir="auto">${object.text}</span>`;
}
