// One person on one hub: what is known of it, and which line is whose to read.
import {Connection, NOT_CONNECTED} from "./connection.js";
import {Conversation, makeLine} from "./conversation.js";
import {HISTORY_ROWS, onBatch} from "./history.js";
import {LOGIN_ROWS, onRefused, register} from "./joining.js";
import {nickOf} from "./nicknames.js";
import {FILE_ROWS, giveUpTokens} from "./file_tokens.js";
import {PEOPLE_ROWS, shownName} from "./people.js";
import {TALK_ROWS, fail} from "./talk.js";
import {fold, parseLine, withoutCodes} from "./wire.js";

const TYPING_LASTS = 7000;
const HINT_LASTS = 8000;
const NAMELESS = {nick: "", account: "", realname: "", display: "", color: "", away: false, isPlain: false};
const PROFILES = 3000;

export class Session {
  // `site`: {socket, channel, room, fingerprint}; `changed` is called after each change, `onKept` with a name to keep.
  constructor(site, changed, onKept) {
    this.site = site;
    this.changed = changed;
    this.onKept = onKept;
    this.connection = new Connection(site.socket, {
      opened: () => register(this),
      data: (text) => this.receive(text),
      broken: () => this.onBroken(),
      looked: () => {
        this.expireTyping();
        this.tellRead();
      },
    });
    this.phase = "away";  // connecting, online, lost, ended
    this.problem = null;  // {kind, text}: why it is over, or could not begin
    this.notice = "";  // a sentence for this person
    this.wanted = "";
    this.kept = null;
    this.forget();
  }

  // Nothing is known, as at the beginning.
  forget() {
    this.conversations = new Map();  // by folded name
    this.current = null;
    this.pending = new Map();  // label -> own line
    this.profiles = new Map();  // by folded nickname, also of who is not here any more
    this.nick = this.account = "";
    this.hasBeenIn = false;
    this.offered = new Map();  // capabilities with their values
    this.tokens = new Map();  // of 005
    this.reset();
  }

  // What belongs to one connection.
  reset() {
    this.caps = new Set();
    this.batches = new Map();
    this.asking = null;  // the page of history that is on its way
    this.toAsk = [];
    this.login = null;
    this.making = null;
    this.isReady = false;
    this.toldTyping = 0;
    giveUpTokens(this);
  }

  // Come in as `name`. `password` of the room, "" for none; `kept`: what an earlier visit has kept, or null;
  // `keeps`: this name is to be kept.
  start(name, {password = "", kept = null, keeps = false} = {}) {
    this.forget();
    Object.assign(this, {wanted: name, password, kept, keeps, problem: null, notice: "", farewell: ""});
    this.nick = nickOf(kept?.account && kept.name === name ? kept.nick || kept.account : name);
    this.phase = "connecting";
    this.connection.settled();
    this.connection.open();
    this.changed();
  }

  leave() {
    this.send("QUIT");
    this.end({kind: "left", text: ""});
  }

  end(problem) {
    this.phase = "ended";
    this.problem = problem;
    this.connection.close();
    this.changed();
  }

  onBroken() {
    const isHopeless = !this.hasBeenIn && this.connection.tries > 0;
    if (isHopeless) {
      this.end({kind: "unreachable", text: this.farewell || "The room does not answer. It may be closed."});
      return;
    }
    this.phase = this.hasBeenIn ? "lost" : "connecting";
    this.reset();
    for (const each of this.conversations.values()) {
      each.isInside = each.isLoading = each.isBehind = false;
      each.typing.clear();
    }
    this.connection.retry();
    this.changed();
  }

  wake() {
    if (this.phase === "lost" || this.phase === "online") this.connection.wake();
  }

  send(command, params = [], tags = {}) {
    return this.connection.send(command, params, tags);
  }

  // Send what is of no use later; says so where it cannot be.
  act(command, params, tags) {
    if (this.phase === "online" && this.send(command, params, tags)) return true;
    this.tell(NOT_CONNECTED);
    return false;
  }

  // A sentence of the page itself, for a while.
  tell(sentence) {
    this.notice = sentence;
    clearTimeout(this.telling);
    this.telling = setTimeout(() => {
      if (this.notice === sentence) this.notice = "";
      this.changed();
    }, HINT_LASTS);
    this.changed();
  }

  receive(data) {
    for (const line of data.split(/\r?\n/)) {
      const message = parseLine(line);
      if (!message) continue;
      try {
        this.take(message);
      } catch (error) {
        console.error(error);  // the others of this piece are read all the same
      }
    }
    this.changed();
  }

  take(message) {
    const batch = this.batches.get(message.tags.batch);
    if (batch && message.command !== "BATCH") {
      batch.messages.push(message);
      return;
    }
    const handle = ROWS[message.command];
    if (handle) handle(this, message);
    else if (/^[45]\d\d$/.test(message.command)) onRefused(this, message);
  }

  timeOf(message) {
    const time = Date.parse(message.tags.time ?? "");
    return Number.isNaN(time) ? Date.now() : time;
  }

  // -- names

  isOwn(nick) {
    return fold(nick) === fold(this.nick);
  }

  isChannel(name) {
    return (this.tokens.get("CHANTYPES") || "#&").includes(name[0]);
  }

  // The room that this page is of.
  get roomName() {
    return this.tokens.get("hubbub.chat/ROOM") || this.site.channel;
  }

  isTheRoom(place) {
    return place.isChannel && fold(place.name) === fold(this.roomName);
  }

  conversation(name, isChannel = this.isChannel(name)) {
    const key = fold(name);
    if (!this.conversations.has(key)) this.conversations.set(key, new Conversation(name, isChannel));
    return this.conversations.get(key);
  }

  // What is known of somebody; what nobody knows is "".
  profile(nick) {
    return this.profiles.get(fold(nick)) ?? NAMELESS;
  }

  note(nick, values) {
    const key = fold(nick);
    const known = this.profiles.get(key) ?? {...NAMELESS, nick};
    this.profiles.delete(key);  // the one that was noted last stands last
    this.profiles.set(key, Object.assign(known, values));
    if (this.profiles.size > PROFILES) this.profiles.delete(this.profiles.keys().next().value);
  }

  // How somebody is called on screen.
  name(nick) {
    return shownName(nick, this.profile(nick));
  }

  // By what somebody is coloured, the same after a new nickname. `account`: theirs when they said something.
  colouredBy(nick, account = "") {
    const profile = this.profile(nick);
    return account || profile.account || profile.first || nick;
  }

  // How a conversation is called on screen.
  title(place) {
    if (!place.isChannel) return this.name(place.name);
    return place.title || (this.isTheRoom(place) ? this.site.room : place.name.replace(/^#(?![#&+!])/, ""));
  }

  // What others may write to mean this person.
  get ownNames() {
    const shown = this.name(this.nick);
    return shown === this.nick ? [this.nick] : [this.nick, shown, `@${shown.split(" ")[0]}`];
  }

  // -- what is shown

  show(place) {
    this.current = place;
    place.newFrom = null;
    this.seen(place);
    this.changed();
  }

  seen(place) {
    place.unread = place.mentions = 0;
  }

  // Tell how far this person has read, for their other devices: https://ircv3.net/specs/extensions/read-marker
  tellRead() {
    const place = this.current, time = place?.lastTime;
    if (!(time > place?.readUntil) || document.hidden || place.isReadBack || this.phase !== "online") return;
    if (this.send("MARKREAD", [place.name, `timestamp=${new Date(time).toISOString()}`])) place.readUntil = time;
  }

  onRead({params: [name, stamp = ""]}) {
    const place = this.conversations.get(fold(name)), time = Date.parse(stamp.slice(10));
    if (!place || !(time > place.readUntil)) return;
    place.readUntil = time;
    if (time < place.lastTime) return;
    this.seen(place);
    place.newFrom = null;
  }

  // `how`: {what, text, by}
  addEvent(room, message, nick, {what, text = "", by = ""}) {
    return room.add(makeLine({
      kind: "event", what, nick, text: withoutCodes(text).trim(), by: by && this.name(by), msgid: message.tags.msgid ?? "",
      time: this.timeOf(message), own: this.isOwn(nick), name: this.name(nick),
    }));
  }

  expireTyping() {
    let isOver = false;
    for (const each of this.conversations.values()) {
      for (const [nick, time] of each.typing) {
        if (Date.now() - time > TYPING_LASTS) isOver = each.typing.delete(nick) || isOver;
      }
    }
    if (isOver) this.changed();
  }

  // A refusal (FAIL) of what no other row has asked for.
  onFail(message) {
    const text = message.params[message.params.length - 1] ?? "";
    if (this.pending.has(message.tags.label)) fail(this, message.tags.label, text);
    else if (message.params[1] !== "UNKNOWN_COMMAND") this.notice = withoutCodes(text);
  }
}

const FAILURES = {...HISTORY_ROWS.failures, ...LOGIN_ROWS.failures, ...FILE_ROWS.failures};

const ROWS = {
  ...LOGIN_ROWS.lines, ...PEOPLE_ROWS.lines, ...TALK_ROWS.lines, ...HISTORY_ROWS.lines, ...FILE_ROWS.lines,
  PING: (session, message) => session.send("PONG", message.params),
  BATCH: onBatch,
  MARKREAD: (session, message) => session.onRead(message),
  FAIL: (session, message) => (FAILURES[message.params[0]] ?? ((to, each) => to.onFail(each)))(session, message),
};
