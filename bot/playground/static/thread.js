/** The thread panel at the right: a message and the replies below it. */
import { Composer } from "./composer.js";
import { html } from "./html.js";
import { MessageList } from "./messages.js";
import { Panel } from "./panel.js";
import { closeThread } from "./places.js";
import { useStore } from "./store.js";

/** The open thread. */
export function ThreadPanel() {
  const thread = useStore((s) => s.thread);
  const messages = useStore((s) => s.threadMessages);
  const channel = useStore((s) => s.channels).find((one) => one.id === thread.channel);
  return html`<${Panel} title="Thread" note=${channel && `#${channel.name}`} testid="thread-panel"
    closeLabel="Close the thread"
    onClose=${closeThread}>
    <${MessageList} messages=${messages} channel=${thread.channel} inThread label="Thread" />
    ${
      !channel?.is_archived &&
      html`<${Composer} key=${`${thread.channel} ${thread.ts}`} channel=${thread.channel}
      threadTs=${thread.ts} to="this thread" />`
    }
  <//>`;
}
