/** The live stream: what changed in the workspace is read again, a moment later and once. */
import { liveAddress } from "./api.js";
import { change, current } from "./store.js";
import { lookForUnread } from "./unread.js";
import {
  gathered,
  openChannel,
  refreshAll,
  refreshCalls,
  refreshHome,
  refreshMessages,
  refreshState,
  refreshThread,
  refreshViews,
} from "./workspace.js";

const KINDS = ["message", "ephemeral", "view", "home", "call", "clock", "socket"];

const again = {
  all: gathered(refreshAll, 60),
  state: gathered(() => refreshState(), 250),
  messages: gathered(async () => {
    await refreshMessages();
    await refreshThread();
  }, 60),
  views: gathered(refreshViews, 30),
  home: gathered(refreshHome, 60),
  calls: gathered(refreshCalls, 120),
};

function onChange(news) {
  const here = !news.channel || news.channel === openChannel() || news.channel === current().thread?.channel;
  if (news.type === "message" || news.type === "ephemeral") {
    if (here) again.messages();
    again.state();
    lookForUnread();
  } else if (news.type === "view") again.views();
  else if (news.type === "home") again.home();
  else if (news.type === "call") {
    if (current().panels.calls) again.calls();
    lookForUnread();
    again.state();
  } else if (news.type === "clock") {
    again.state();
    again.messages();
    again.home();
  } else if (news.type !== "socket") again.all();
}

let stream = null;

/** Listen as the person one is; ends the stream of whom one was. */
export function listen() {
  stream?.close();
  stream = new EventSource(liveAddress(current().me.id));
  let lost = false;
  const onNews = (event) => {
    try {
      const news = JSON.parse(event.data);
      onChange({ ...news, type: news.type || event.type });
    } catch {
      again.all();
    }
  };
  for (const kind of KINDS) stream.addEventListener(kind, onNews);
  stream.onerror = () => {
    lost = true;
    change({ connected: false });
  };
  stream.onopen = () => {
    change({ connected: true });
    if (lost) change({ calls: [] }); // the workspace may have begun anew, and counts from one again
    lost = false;
    again.all(); // what happened since the last look was told to nobody
  };
}
