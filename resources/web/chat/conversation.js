// What is known of one conversation: who is in it, what was said, what is on its way.
import {captionOf} from "./files.js";
import {fold} from "./wire.js";

const MOST = 3000;  // lines that are held; a phone has little memory
const MOST_WAITING = 500;
const MOST_REACTIONS = 24;  // different ones of a line

// A channel (`isChannel`) or a private talk.
export class Conversation {
  constructor(name, isChannel) {
    this.name = name;
    this.isChannel = isChannel;
    this.title = "";
    this.topic = "";
    this.people = new Map();  // by folded nickname: {nick, ranks}
    this.lines = [];
    this.byId = new Map();
    this.waiting = [];  // amendments of messages that are not here
    this.typing = new Map();  // nickname -> when it was told last
    this.unread = 0;
    this.mentions = 0;
    this.newFrom = null;  // the first line that was not seen
    this.readUntil = 0;  // by this person, on whichever of their devices
    this.hasAll = false;  // there is nothing older
    this.top = "";  // the id of the oldest event that a page of history has begun with
    this.isLoading = false;
    this.isBehind = false;  // what was missed is not here yet, and own messages may be among it
    this.isInside = false;
    this.wasInside = false;  // and nobody has put this person out of it
    this.isReadBack = false;  // its end is not seen
    this.draft = "";
  }

  // Put a line where its time has it. Lines of one id are one line.
  add(line) {
    if (line.msgid && this.byId.has(line.msgid)) return this.byId.get(line.msgid);
    let at = this.lines.length;
    while (at > 0 && isLater(this.lines[at - 1], line)) at--;
    this.lines.splice(at, 0, line);
    if (line.msgid) this.note(line);
    if (this.lines.length > MOST) {
      for (const gone of this.lines.splice(0, this.lines.length - MOST)) this.byId.delete(gone.msgid);
      this.top = "";
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

  // Edit, delete or react: {msgid, kind, by, account, own, text, given}.
  amend(change) {
    const line = this.byId.get(change.msgid);
    if (line) amend(line, change);
    else if (this.waiting.length < MOST_WAITING) this.waiting.push(change);
  }

  // Forget what was said, but for what waits to be sent.
  clear() {
    this.lines = this.lines.filter((line) => line.state !== "sent");
    this.byId.clear();
    this.waiting = [];
    this.newFrom = null;
    this.top = "";
    this.hasAll = false;
  }

  get isFull() {
    return this.lines.length >= MOST;
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

  // When the last message was said, 0 where there is none.
  get lastTime() {
    return this.byId.get(this.newest())?.time ?? 0;
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
    // a nickname may be another's by now, an account may not
    const isTheirs = line.own && change.own || (line.account || change.account ? line.account === change.account
      : fold(line.nick) === fold(change.by));
    if (isTheirs) Object.assign(line, {text: line.file ? captionOf(change.text, line.file) : change.text, edited: true});
  } else {
    const givers = line.reactions.get(change.text) ?? new Set();
    if (change.given) givers.add(change.by);
    else givers.delete(change.by);
    if (!givers.size) line.reactions.delete(change.text);
    else if (line.reactions.size < MOST_REACTIONS) line.reactions.set(change.text, givers);
  }
}

let lastKey = 0;

// A line as the list shows it. `kind`: message, action, notice or event; `state`: sent, pending or failed.
export function makeLine(values) {
  return {
    key: ++lastKey, kind: "message", msgid: "", nick: "", account: "", text: "", time: Date.now(), own: false,
    state: "sent", reason: "", replyTo: "", edited: false, deleted: false, reactions: new Map(), file: null, mention: false,
    ...values,
  };
}
