// What is known of one conversation: who is in it, what was said, what is on its way.
import {fold} from "./wire.js";

const MOST_SHOWN = 2000;  // lines that a page holds; a phone has little memory

// A channel (`isChannel`) or a private talk. `version` grows with every change.
export class Conversation {
  constructor(name, isChannel) {
    this.name = name;
    this.isChannel = isChannel;
    this.title = "";
    this.topic = "";
    this.people = new Map();  // by folded nickname: {nick, account, ranks, away, display, color, browser}
    this.lines = [];
    this.byId = new Map();
    this.waiting = [];  // amendments of messages that are not here
    this.typing = new Map();  // nickname -> when it was told last
    this.unread = 0;
    this.mentions = 0;
    this.newFrom = null;  // the first line that was not seen
    this.hasAll = false;  // there is nothing older
    this.isLoading = false;
    this.isInside = false;
    this.draft = "";
  }

  // Put a line where its time has it. Lines of one id are one line.
  add(line) {
    if (line.msgid && this.byId.has(line.msgid)) return this.byId.get(line.msgid);
    let at = this.lines.length;
    while (at > 0 && isLater(this.lines[at - 1], line)) at--;
    this.lines.splice(at, 0, line);
    if (line.msgid) this.note(line);
    if (this.lines.length > MOST_SHOWN) {
      for (const gone of this.lines.splice(0, this.lines.length - MOST_SHOWN)) this.byId.delete(gone.msgid);
      this.hasAll = false;
    }
    return line;
  }

  // A line has its id now.
  note(line) {
    this.byId.set(line.msgid, line);
    const held = this.waiting.filter((each) => each.msgid === line.msgid);
    if (held.length) {
      this.waiting = this.waiting.filter((each) => each.msgid !== line.msgid);
      held.forEach((each) => amend(line, each));
    }
  }

  remove(line) {
    this.lines = this.lines.filter((each) => each !== line);
    this.byId.delete(line.msgid);
  }

  // Edit, delete or react: {msgid, kind, by, account, text, given}.
  amend(change) {
    const line = this.byId.get(change.msgid);
    if (line) amend(line, change);
    else if (this.waiting.length < 500) this.waiting.push(change);
  }

  person(nick) {
    return this.people.get(fold(nick));
  }

  newest() {
    for (let at = this.lines.length - 1; at >= 0; at--) {
      if (this.lines[at].msgid) return this.lines[at].msgid;
    }
    return "";
  }

  oldest() {
    return this.lines.find((line) => line.msgid)?.msgid ?? "";
  }
}

function isLater(one, other) {
  if (one.state === "pending" || one.state === "failed") return other.state === "sent";
  return one.time > other.time;
}

function amend(line, change) {
  if (line.deleted) return;
  if (change.kind === "delete") {
    Object.assign(line, {deleted: true, text: "", file: null, reactions: new Map()});
  } else if (change.kind === "edit") {
    const isTheirs = change.account || line.account ? change.account === line.account
      : fold(change.by) === fold(line.nick);
    if (isTheirs) Object.assign(line, {text: change.text, edited: true});
  } else {
    const givers = line.reactions.get(change.text) ?? new Set();
    if (change.given) givers.add(change.by);
    else givers.delete(change.by);
    if (!givers.size) line.reactions.delete(change.text);
    else if (line.reactions.size < 24) line.reactions.set(change.text, givers);
  }
}

let lastKey = 0;

// A line as the list shows it. `kind`: message, action, notice or event; `state`: sent, pending or failed.
export function makeLine(values) {
  return {
    key: ++lastKey, kind: "message", msgid: "", nick: "", account: "", text: "", time: Date.now(), own: false,
    state: "sent", replyTo: "", edited: false, deleted: false, reactions: new Map(), file: null, mention: false,
    ...values,
  };
}

// The best rank's word, "" for none. Ranks are prefixes of NAMES, best first.
export function roleOf(person) {
  const rank = person?.ranks?.[0];
  return rank === "~" ? "host" : rank === "@" || rank === "&" || rank === "%" ? "moderator"
    : rank === "+" ? "voice" : "";
}

export function shownName(person, nick) {
  return person?.display || nick;
}
