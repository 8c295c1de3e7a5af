/** Where one writes: messages, slash commands with completion, mentions, and the shortcuts behind the plus. */
import { post } from "./api.js";
import { Avatar } from "./avatar.js";
import { refreshAfterAction } from "./form.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "./html.js";
import { IconPlus, IconSend } from "./icons.js";
import { MenuButton } from "./menu.js";
import { current, useStore } from "./store.js";
import { trouble } from "./toasts.js";
import { playable } from "./unread.js";

const drafts = new Map();
let fillComposer = () => {};

/** Put words into the composer of the open channel, ready to send. */
export const writeForMe = (text) => fillComposer(text);

function commandChoices(text) {
  const [, typed] = /^(\/\S*)$/.exec(text) || [];
  if (typed === undefined) return [];
  const { commands, app } = current();
  return commands
    .filter((one) => one.command.startsWith(typed))
    .map((one) => ({
      key: one.command,
      insert: `${one.command} `,
      from: 0,
      title: one.command,
      hint: one.usage_hint,
      note: one.description,
      side: app.name,
    }));
}

function mentionChoices(text, caret) {
  const [, typed] = /(?:^|\s)@([\p{L}\p{N}._-]*)$/u.exec(text.slice(0, caret)) || [];
  if (typed === undefined) return [];
  const wanted = typed.toLowerCase();
  const starts = (person) =>
    person.name
      .toLowerCase()
      .split(/[\s._-]/)
      .some((word) => word.startsWith(wanted));
  return playable(current().people)
    .filter(starts)
    .slice(0, 6)
    .map((person) => ({
      key: person.id,
      insert: `@${person.name} `,
      from: caret - typed.length - 1,
      title: person.name,
      note: person.title,
      picture: person,
    }));
}

async function send(text, channel, threadTs) {
  const as = current().me.id;
  const isCommand = text.startsWith("/");
  const answer = isCommand
    ? await post("command", { as, channel, text })
    : await post("message", { as, channel, text, ...(threadTs ? { thread_ts: threadTs } : {}) });
  if (!answer.ok) trouble(answer.error);
  return answer.ok;
}

async function runGlobalShortcut(shortcut) {
  const answer = await post("shortcut", { as: current().me.id, callback_id: shortcut.callback_id });
  if (!answer.ok) trouble(answer.error);
  await refreshAfterAction();
}

function ShortcutMenu() {
  const shortcuts = useStore((s) => s.shortcuts).filter((one) => one.type === "global");
  const items = shortcuts.map((shortcut) => ({
    key: shortcut.callback_id,
    text: shortcut.name,
    description: shortcut.description,
    onChoose: () => runGlobalShortcut(shortcut),
  }));
  if (!items.length) return null;
  return html`<${MenuButton} label="Shortcuts" heading="Shortcuts" icon=${IconPlus} items=${items} align="left"
    class="composer-plus" />`;
}

function Completion({ choices, active, onTake, id }) {
  if (!choices.length) return null;
  const press = (event, choice) => {
    event.preventDefault();
    onTake(choice);
  };
  return html`<div class="completion" role="listbox" id=${id} aria-label="Suggestions" data-testid="completion">
    ${choices.map(
      (choice, at) => html`<div key=${choice.key} id=${`${id}-${at}`} role="option" aria-selected=${at === active}
        class=${`completion-choice ${at === active ? "choice-active" : ""}`}
          onMouseDown=${(event) => press(event, choice)}>
        ${choice.picture && html`<${Avatar} person=${choice.picture} size="small" />`}
        <span class="completion-words">
          <span><strong>${choice.title}</strong> ${choice.hint && html`<span class="usage">${choice.hint}</span>`}</span>
          ${choice.note && html`<small>${choice.note}</small>`}
        </span>
        ${choice.side && html`<small class="completion-side">${choice.side}</small>`}
      </div>`,
    )}
  </div>`;
}

function noteFor(threadTs, commandsOnly) {
  if (threadTs) return "";
  return commandsOnly
    ? "The app takes no messages here, only commands and clicks"
    : "Type / for commands, @ for people";
}

/**
 * The composer of a channel or of a thread.
 * @param {{channel: string, threadTs?: string, to: string, commandsOnly?: boolean}} props `to` is the name shown in
 *   the empty field.
 */
export function Composer({ channel, threadTs, to, commandsOnly = false }) {
  const me = useStore((s) => s.me);
  useStore((s) => s.commands);
  const draftKey = `${me.id} ${channel} ${threadTs || ""}`;
  const [text, setText] = useState(drafts.get(draftKey) || "");
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState("");
  const [busy, setBusy] = useState(false);
  const field = useRef(null);
  const write = (next) => {
    drafts.set(draftKey, next);
    setText(next);
    setActive(0);
  };
  useEffect(() => setText(drafts.get(draftKey) || ""), [draftKey]);
  useEffect(() => {
    if (threadTs) return undefined;
    fillComposer = (words) => {
      write(words);
      setDismissed(words);
      field.current?.focus();
    };
    return () => {
      fillComposer = () => {};
    };
  });
  useLayoutEffect(() => {
    field.current.style.height = "auto";
    field.current.style.height = `${Math.min(field.current.scrollHeight, 180)}px`;
  }, [text]);
  const inCommand = !threadTs ? commandChoices(text) : [];
  const choices = dismissed === text ? [] : inCommand.length ? inCommand : mentionChoices(text, caret);
  const command = !threadTs && current().commands.find((one) => text.startsWith(`${one.command} `));
  const take = (choice) => {
    const rest = choice.from === 0 && choice.hint !== undefined ? "" : text.slice(caret);
    const next = text.slice(0, choice.from) + choice.insert + rest.trimStart();
    write(next);
    setCaret(choice.from + choice.insert.length);
    field.current.focus();
  };
  const go = async () => {
    const words = text.trim();
    if (!words || busy) return;
    setBusy(true);
    write("");
    const sent = await send(words, channel, threadTs);
    setBusy(false);
    if (!sent && !field.current?.value) write(text);
    await refreshAfterAction();
  };
  const onKey = (event) => {
    const isWhole = choices.length === 1 && choices[0].insert.trim() === text.trim();
    if (choices.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((active + step + choices.length) % choices.length);
    } else if (choices.length && (event.key === "Tab" || (event.key === "Enter" && !isWhole)) && !event.shiftKey) {
      event.preventDefault();
      take(choices[active] || choices[0]);
    } else if (choices.length && event.key === "Escape") {
      event.stopPropagation();
      setDismissed(text);
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      go();
    }
  };
  const onInput = (event) => {
    setCaret(event.target.selectionStart);
    write(event.target.value);
  };
  const listId = threadTs ? "completion-thread" : "completion";
  const label = threadTs ? "Reply in this thread" : commandsOnly ? `Type / for a command to ${to}` : `Message ${to}`;
  return html`<div class="composer">
    <${Completion} choices=${choices} active=${active} onTake=${take} id=${listId} />
    <div class="composer-box">
      ${!threadTs && html`<${ShortcutMenu} />`}
      <textarea ref=${field} rows="1" dir="auto" aria-label=${label} placeholder=${label} value=${text}
        data-testid=${threadTs ? "thread-composer" : "composer"} data-composer=${threadTs ? undefined : ""}
        aria-controls=${choices.length ? listId : undefined}
        aria-activedescendant=${choices.length ? `${listId}-${active}` : undefined}
        onInput=${onInput} onKeyDown=${onKey} onClick=${(event) => setCaret(event.target.selectionStart)}></textarea>
      <button type="button" class="icon-button composer-send" aria-label="Send" title="Send" disabled=${!text.trim() || busy}
        onClick=${go}>
        <${IconSend} />
      </button>
    </div>
    <div class="composer-note">
      ${
        command
          ? html`<span><strong>${command.command}</strong> <span class="usage">${command.usage_hint}</span></span>`
          : html`<span>${noteFor(threadTs, commandsOnly)}</span>`
      }
    </div>
  </div>`;
}
