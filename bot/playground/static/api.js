/** Talking to the stand-in workspace: every read and every deed is one function here. */

const query = (fields) => new URLSearchParams(Object.entries(fields).filter(([, value]) => value)).toString();

async function get(path, fields = {}) {
  const answer = await fetch(`/page/${path}?${query(fields)}`, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`The workspace answered ${answer.status}.`);
  return answer.json();
}

/**
 * Do something in the workspace. Never throws: a failure comes back as `{ok: false, error}` in words.
 * @param {string} path What to do, such as "message".
 * @param {object} fields The body, sent as JSON.
 * @returns {Promise<{ok: boolean, error?: string, errors?: Record<string, string>}>}
 */
export async function post(path, fields) {
  try {
    const answer = await fetch(`/page/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(fields),
    });
    const body = await answer.json().catch(() => null);
    if (body && typeof body === "object") {
      const failed = body.ok === false || !answer.ok || body.errors;
      return { ...body, ok: !failed, error: failed ? body.error || "" : "" };
    }
    return { ok: false, error: `The workspace answered ${answer.status}.` };
  } catch {
    return { ok: false, error: "The workspace did not answer. Is it still running?" };
  }
}

export const readState = (as) => get("state", { as });
export const readMessages = (as, channel) => get("messages", { as, channel });
export const readThread = (as, channel, ts) => get("thread", { as, channel, ts });
export const readViews = (as) => get("views", { as });
export const readHome = (as) => get("home", { as });
export const readCalls = (after) => get("calls", { after: String(after) });
export const liveAddress = (as) => `/page/live?${query({ as })}`;

const KNOWN_ERRORS = {
  app_not_reachable: "The app is not connected. Start it, then try again.",
  app_timeout: "The app did not answer within three seconds. Try again in a moment.",
  dispatch_failed: "The app did not answer. Try again in a moment.",
  dispatch_unknown_error: "The app answered with an error. What you typed is still here.",
  action_not_found: "This button is not there any more. The card has changed meanwhile.",
  not_found: "This view is not open any more.",
  hash_conflict: "This view changed meanwhile. Look again and retry.",
  is_archived: "This channel is archived, so nothing can be posted here.",
  messages_tab_read_only: "The app takes no messages here. Use its buttons, or a command.",
  message_not_found: "This message is not there any more.",
  not_in_channel: "You are not in this conversation.",
  operation_timeout: "The app did not answer within three seconds. Try again in a moment.",
  unknown_command: "No app here knows this command.",
};

/**
 * Say an error in words.
 * @param {string} [error] What the workspace answered: a sentence, or an error name such as "not_in_channel".
 */
export function inWords(error) {
  if (!error) return "That did not work. Nothing was changed.";
  if (KNOWN_ERRORS[error]) return KNOWN_ERRORS[error];
  if (/\s/.test(error)) return error;
  return `That did not work: ${error.replaceAll("_", " ")}.`;
}
