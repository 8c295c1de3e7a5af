/**
 * Slack's mrkdwn, read into a tree of plain objects; `mrkdwn.js` turns the tree into elements.
 *
 * A node is `{kind, ...}`: text, bold, italic, strike, code, pre, quote, user, channel, range, date, link.
 * Entities are unescaped exactly once, here, and the result is only ever text.
 */

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const EMPHASIS = { "*": "bold", _: "italic", "~": "strike" };
const WORD = /[\p{L}\p{N}]/u;
const BARE_LINK = /^https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)'"]/;
const BARE_RANGE = /^@(here|channel|everyone)\b/;

/** Undo Slack's three entities, once. */
const unescape = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);

function dateNode(body) {
  const [, seconds, pattern, address] = body.split("|")[0].split("^");
  const fallback = unescape(body.slice(body.indexOf("|") + 1));
  const moment = Number(seconds);
  if (!pattern || !Number.isFinite(moment)) return { kind: "text", text: fallback };
  return { kind: "date", seconds: moment, pattern: unescape(pattern), fallback, address: safeAddress(address) };
}

function safeAddress(address) {
  const plain = unescape(address || "");
  return /^(https?:\/\/|mailto:)/i.test(plain) ? plain : "";
}

function tokenNode(body) {
  const [target, ...rest] = body.split("|");
  const label = unescape(rest.join("|"));
  if (/^@[UW]/.test(target)) return { kind: "user", id: target.slice(1), label };
  if (/^#[CG]/.test(target)) return { kind: "channel", id: target.slice(1), label };
  if (target.startsWith("!date^")) return dateNode(body);
  if (target.startsWith("!")) return { kind: "range", text: label || `@${target.slice(1).split("^")[0]}` };
  const address = safeAddress(target);
  const text = label || unescape(target).replace(/^mailto:/, "");
  return address ? { kind: "link", address, text } : { kind: "text", text: `<${unescape(body)}>` };
}

/** The index of the character that closes an emphasis opened at `at`, or -1. */
function closing(text, at) {
  const mark = text[at];
  if (WORD.test(text[at - 1] || " ") || !/\S/.test(text[at + 1] || " ") || text[at + 1] === mark) return -1;
  for (let i = at + 1; i < text.length && text[i] !== "\n"; i += 1) {
    if (text[i] === "<" && text.indexOf(">", i) > 0) i = text.indexOf(">", i);
    else if (text[i] === "`" && text.indexOf("`", i + 1) > 0) i = text.indexOf("`", i + 1);
    else if (text[i] === mark && /\S/.test(text[i - 1]) && !WORD.test(text[i + 1] || " ")) return i;
  }
  return -1;
}

/** What starts at `at`, as `[node, the index behind it]`, or null where it is plain text. */
function special(text, at, verbatim) {
  const mark = text[at];
  if (mark === "<") {
    const end = text.indexOf(">", at);
    return end > at + 1 ? [tokenNode(text.slice(at + 1, end)), end + 1] : null;
  }
  if (mark === "`") {
    const end = text.indexOf("`", at + 1);
    const body = end > at + 1 ? text.slice(at + 1, end) : "\n";
    return body.includes("\n") ? null : [{ kind: "code", text: unescape(body) }, end + 1];
  }
  if (EMPHASIS[mark]) {
    const end = closing(text, at);
    const inside = () => inline(text.slice(at + 1, end), verbatim);
    return end > 0 ? [{ kind: EMPHASIS[mark], children: inside() }, end + 1] : null;
  }
  if (verbatim || WORD.test(text[at - 1] || " ")) return null;
  const rest = mark === "h" || mark === "@" ? text.slice(at) : "";
  const link = BARE_LINK.exec(rest);
  if (link) return [{ kind: "link", address: unescape(link[0]), text: unescape(link[0]) }, at + link[0].length];
  const range = BARE_RANGE.exec(rest);
  return range ? [{ kind: "range", text: range[0] }, at + range[0].length] : null;
}

function inline(text, verbatim) {
  const nodes = [];
  let plainFrom = 0;
  const plainUntil = (end) => {
    if (end > plainFrom) nodes.push({ kind: "text", text: unescape(text.slice(plainFrom, end)) });
  };
  for (let at = 0; at < text.length;) {
    const found = special(text, at, verbatim);
    if (found) {
      plainUntil(at);
      nodes.push(found[0]);
      at = plainFrom = found[1];
    } else at += 1;
  }
  plainUntil(text.length);
  return nodes;
}

const QUOTED = /^(?:&gt;|>) ?/;

function lines(text, verbatim) {
  const nodes = [];
  let group = [];
  let quoted = false;
  const flush = () => {
    const body = group.join("\n");
    if (quoted) nodes.push({ kind: "quote", children: inline(body, verbatim) });
    else if (body) nodes.push(...inline(body, verbatim));
    group = [];
  };
  for (const line of text.split("\n")) {
    const isQuote = QUOTED.test(line);
    if (isQuote !== quoted) {
      if (group.length) flush();
      quoted = isQuote;
    }
    group.push(isQuote ? line.replace(QUOTED, "") : line);
  }
  flush();
  return nodes;
}

/**
 * Read mrkdwn.
 * @param {string} text As it came over the wire, entities and all.
 * @param {{verbatim?: boolean}} [options] Verbatim text has no automatic links and mentions.
 * @returns {object[]} Nodes.
 */
export function parseMrkdwn(text, { verbatim = false } = {}) {
  const nodes = [];
  const pieces = text.split(/```\n?([\s\S]+?)\n?```\n?/);
  pieces.forEach((piece, number) => {
    if (number % 2) nodes.push({ kind: "pre", text: unescape(piece) });
    else if (piece) nodes.push(...lines(piece, verbatim));
  });
  return nodes;
}
