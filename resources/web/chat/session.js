// One person on one hub: registration, rooms, history, what is said, and coming back after a break.
import {byteLength, cut, fold, formatLine, parseLine, pieces, withoutCodes} from "./wire.js";
import {ScramLogin, fromBase64, makeKeys, randomBytes, toBase64} from "./scram.js";
import {Conversation, makeLine, shownName} from "./room.js";
import {FILE, captionOf, fileTag, readFile} from "./files.js";

const WANTED = `message-tags server-time batch echo-message labeled-response standard-replies multi-prefix
  extended-join away-notify setname account-tag account-notify draft/chathistory draft/event-playback
  draft/multiline draft/message-redaction draft/metadata-2 draft/channel-rename draft/authtoken cap-notify sasl
  hubbub.chat/room`.split(/\s+/);
const VERIFIER = "hubbub.chat/verifier";  // the hub takes accounts whose secret it never learns
const PAGE = 100;  // lines of history at once
const GAP_PAGES = 20;
const LINE_BYTES = 350;  // of text; the rest of a line is for who says it and where
const MULTILINE_BYTES = 4096;
const MULTILINE_LINES = 100;
const ITERATIONS = 4096;  // a secret of 160 random bits needs no more
const PINGS = 30_000;  // how long a connection may be silent before it is asked
const PATIENCE = 15_000;  // and for how long it may not answer
const TYPING_EVERY = 3000;
const TYPING_LASTS = 7000;
const PAUSES = [0, 1, 2, 4, 8, 15];  // seconds before a further try
// What will be the same however often it is tried.
const FINAL = {464: "password", 465: "banned", 433: "name", 432: "name"};

export class Session {
  // `site`: {socket, channel, room, fingerprint}; `changed` is called after each change.
  constructor(site, changed) {
    this.site = site;
    this.changed = changed;
    this.phase = "away";  // connecting, online, lost, ended
    this.problem = null;  // {kind, text}: why it is over, or could not begin
    this.notice = "";  // a sentence for this person
    this.nick = "";
    this.account = "";
    this.caps = new Set();
    this.tokens = new Map();
    this.conversations = new Map();
    this.current = null;
    this.pending = new Map();  // label -> own line
    this.profiles = new Map();  // by folded nickname: {display, color}
    this.kept = null;
    this.tries = 0;
  }

  // Come in as `name`. `password` of the room, "" for none; `kept`: what an earlier visit has kept, or null.
  start(name, {password = "", kept = null, keeps = false} = {}) {
    Object.assign(this, {wanted: name, password, kept, keeps, problem: null, tries: 0, isLeaving: false, hasBeenIn: false});
    this.nick = nickOf(kept?.nick || name);
    this.connect();
  }

  connect() {
    clearTimeout(this.retry);
    this.phase = this.hasBeenIn ? "lost" : "connecting";
    this.caps = new Set();
    this.offered = new Map();
    this.batches = new Map();
    this.labels = new Map();
    this.asking = null;
    this.login = null;
    const socket = new WebSocket(this.site.socket, ["text.ircv3.net"]);
    this.socket = socket;
    const mine = (handler) => (event) => { if (this.socket === socket) handler(event); };
    socket.onopen = mine(() => this.register());
    socket.onmessage = mine((event) => this.receive(event.data));
    socket.onclose = mine(() => this.onEnd());
    this.heard = Date.now();
    clearInterval(this.watch);
    this.watch = setInterval(() => this.look(), 5000);
    this.changed();
  }

  register() {
    this.send("CAP", ["LS", "302"]);
    if (this.password) this.send("PASS", [this.password]);
    this.send("NICK", [this.nick]);
    this.send("USER", ["web", "0", "*", this.wanted]);
  }

  leave() {
    this.isLeaving = true;
    this.send("QUIT", ["Left"]);
    this.end({kind: "left", text: ""});
  }

  end(problem) {
    clearInterval(this.watch);
    clearTimeout(this.retry);
    this.phase = "ended";
    this.problem = problem;
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    this.changed();
  }

  // The socket is gone: again after a pause, longer each time.
  onEnd() {
    this.socket = null;
    if (this.phase === "ended") return;
    if (!this.hasBeenIn && this.tries >= 1) {
      this.end({kind: "unreachable", text: "The room does not answer. It may be closed."});
      return;
    }
    this.phase = this.hasBeenIn ? "lost" : "connecting";
    for (const each of this.conversations.values()) {
      each.isInside = false;
      each.isLoading = false;
      each.typing.clear();
    }
    const pause = PAUSES[Math.min(this.tries++, PAUSES.length - 1)];
    this.retry = setTimeout(() => this.connect(), pause * 1000 * (0.75 + Math.random() / 2));
    this.changed();
  }

  // Is the other end still there? Phones end connections without a word while their screen is off.
  look() {
    const silence = Date.now() - this.heard;
    if (!this.socket || this.phase === "ended") return;
    if (silence > PINGS + PATIENCE) this.cutOff();
    else if (silence > PINGS) this.send("PING", ["look"]);
    let isOver = false;
    for (const each of this.conversations.values()) {
      for (const [nick, time] of each.typing) {
        if (Date.now() - time > TYPING_LASTS) isOver = each.typing.delete(nick) || isOver;
      }
    }
    if (isOver) this.changed();
  }

  // The page is seen again, or the network is back.
  wake() {
    if (this.phase === "lost") {
      this.tries = 0;
      this.connect();
    } else if (this.phase === "online") {
      this.send("PING", ["look"]);
      clearTimeout(this.waking);
      const asked = Date.now();
      this.waking = setTimeout(() => { if (this.heard < asked) this.cutOff(); }, 4000);
    }
  }

  // The hub ends the connection and says why; what an end that is final is told by, comes before it.
  onError(text) {
    if (this.phase === "ended" || this.isLeaving) return;
    if (/banned/i.test(text)) this.end({kind: "banned", text});
    else this.farewell = withoutCodes(text);
  }

  cutOff() {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    this.onEnd();
  }

  send(command, params = [], tags = {}) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(formatLine(command, params, tags));
    return true;
  }

  // -- what comes

  receive(data) {
    this.heard = Date.now();
    for (const line of String(data).split(/\r?\n/)) {
      const message = parseLine(line);
      if (message) this.take(message);
    }
    this.changed();
  }

  take(message) {
    const batch = this.batches.get(message.tags.batch);
    if (batch && message.command !== "BATCH") {
      batch.messages.push(message);
      return;
    }
    const handler = HANDLERS[message.command];
    if (handler) handler(this, message);
    else if (/^4\d\d$/.test(message.command)) this.onRefusal(message);
  }

  timeOf(message) {
    const time = Date.parse(message.tags.time ?? "");
    return Number.isNaN(time) ? Date.now() : time;
  }

  isOwn(nick) {
    return fold(nick) === fold(this.nick);
  }

  conversation(name, isChannel = this.isChannel(name)) {
    const key = fold(name);
    let found = this.conversations.get(key);
    if (!found) {
      found = new Conversation(name, isChannel);
      this.conversations.set(key, found);
    }
    return found;
  }

  isChannel(name) {
    return (this.tokens.get("CHANTYPES") ?? "#&").includes(name[0]);
  }

  // Where something was said: a private talk is called after the other person.
  placeOf(message) {
    const target = message.params[0].replace(/^[~&@%+]+(?=[#&])/, "");
    if (this.isChannel(target)) return this.conversation(target, true);
    return this.conversation(this.isOwn(message.nick) ? target : message.nick, false);
  }

  get names() {
    return [this.nick, this.profiles.get(fold(this.nick))?.display, this.wanted].filter(Boolean);
  }

  // -- coming in

  onCapabilities(message) {
    const [, verb] = message.params;
    const last = message.params[message.params.length - 1];
    if (verb === "LS" || verb === "NEW") {
      for (const word of last.split(" ").filter(Boolean)) this.offered.set(...cut(word, "="));
      if (verb === "LS" && message.params[2] === "*") return;
      const wanted = WANTED.filter((name) => this.offered.has(name) && !this.caps.has(name));
      if (wanted.length) this.send("CAP", ["REQ", wanted.join(" ")]);
      else if (verb === "LS") this.send("CAP", ["END"]);
    } else if (verb === "ACK") {
      last.split(" ").filter(Boolean).forEach((name) => this.caps.add(name));
      if (this.phase === "online") return;
      if (this.kept && this.caps.has("sasl") && /SCRAM-SHA-256\b/.test(this.offered.get("sasl") ?? "")) {
        this.login = new ScramLogin(this.kept);
        this.send("AUTHENTICATE", ["SCRAM-SHA-256"]);
      } else {
        this.send("CAP", ["END"]);
      }
    } else if (verb === "NAK") {
      this.send("CAP", ["END"]);
    } else if (verb === "DEL") {
      last.split(" ").forEach((name) => this.caps.delete(name));
    }
  }

  onAuthenticate(word) {
    if (!this.login) return;
    if (word === "+" && !this.login.expected) {
      this.send("AUTHENTICATE", [toBase64(this.login.begin())]);
      return;
    }
    if (word === "+") return;
    const data = fromBase64(word);
    if (this.login.expected) {
      // a hub that cannot prove that it knows the account is another hub
      this.send("AUTHENTICATE", [this.login.accepts(data) ? "+" : "*"]);
      return;
    }
    const proof = this.login.prove(data);
    this.send("AUTHENTICATE", [proof ? toBase64(proof) : "*"]);
  }

  // The hub knows no such account, or it has another key now.
  onLoginRefused() {
    this.login = null;
    this.kept = null;
    this.forgotten = true;
    this.send("CAP", ["END"]);
  }

  onWelcome(message) {
    this.nick = message.params[0];
    this.phase = "online";
    this.tries = 0;
    this.problem = null;
  }

  onTokens(message) {
    for (const word of message.params.slice(1, -1)) {
      const [key, value] = cut(word, "=");
      if (key.startsWith("-")) this.tokens.delete(key.slice(1));
      else this.tokens.set(key, value.replace(/\\x([0-9A-Fa-f]{2})/g, (_all, hex) =>
        String.fromCharCode(parseInt(hex, 16))));
    }
  }

  onWelcomeOver() {
    if (this.isReady) return;
    this.isReady = true;
    const room = this.tokens.get("hubbub.chat/ROOM") ?? this.site.channel;
    const rooms = new Set([room]);
    for (const each of this.conversations.values()) if (each.isChannel && each.wasInside) rooms.add(each.name);
    for (const name of rooms) this.send("JOIN", [name]);
    if (this.caps.has("draft/metadata-2")) {
      this.send("METADATA", ["*", "SUB", "display-name", "color"]);
      if (this.wanted !== this.nick) this.send("METADATA", ["*", "SET", "display-name", this.wanted]);
    }
    if (this.keeps && !this.kept && !this.account) this.keepName();
    for (const each of this.conversations.values()) if (!each.isChannel) this.catchUp(each);
  }

  // Make an account of one's own; the hub learns a verifier and never the secret.
  keepName() {
    if (!this.offered.has(VERIFIER)) return;
    const secret = base32(randomBytes(20));
    const salt = randomBytes(16);
    const keys = makeKeys(secret, salt, ITERATIONS);
    this.making = {
      account: this.nick, nick: this.nick, salt: toBase64(salt), iterations: ITERATIONS, secret,
      clientKey: toBase64(keys.clientKey), serverKey: toBase64(keys.serverKey),
    };
    this.send("HUBBUB", ["VERIFIER", this.nick, this.making.salt, String(ITERATIONS), toBase64(keys.storedKey),
      this.making.serverKey]);
  }

  onMade(account) {
    if (!this.making) return;
    this.kept = {...this.making, account, nick: this.nick};
    this.making = null;
    this.onKept?.(this.kept);
  }

  onRefusal(message) {
    const code = message.command;
    const text = message.params[message.params.length - 1];
    if (code === "433" && this.hasBeenIn) {
      this.nick += "_";  // our own last connection is not over yet
      this.send("NICK", [this.nick]);
    } else if (FINAL[code] && this.phase !== "online") {
      this.end({kind: FINAL[code], text});
    } else if (["471", "473", "474", "475"].includes(code)) {
      const place = message.params[1] ?? "";
      if (fold(place) === fold(this.tokens.get("hubbub.chat/ROOM") ?? this.site.channel)) {
        this.end({kind: code === "474" ? "banned" : code === "473" ? "locked" : "full", text});
      } else {
        this.notice = text;
      }
    } else if (!["401", "404", "421"].includes(code)) {
      return;
    } else {
      const label = this.pending.get(message.tags.label);
      if (label) this.fail(message.tags.label, text);
      else this.notice = text;
    }
  }

  // -- rooms and people

  onJoin(message) {
    const room = this.conversation(message.params[0], true);
    const account = message.params[1] && message.params[1] !== "*" ? message.params[1] : "";
    if (this.isOwn(message.nick)) {
      room.isInside = room.wasInside = this.hasBeenIn = true;
      room.name = message.params[0];
      room.people.clear();
      this.account = account || this.account;
      if (!this.current) this.current = room;
      this.catchUp(room);
      if (this.caps.has("draft/metadata-2")) this.send("METADATA", [room.name, "GET", "display-name"]);
    } else {
      room.people.set(fold(message.nick), this.newPerson(message.nick, account));
      this.addEvent(room, message, "joined", message.nick);
    }
  }

  newPerson(nick, account = "", ranks = "") {
    const profile = this.profiles.get(fold(nick)) ?? {};
    return {nick, account, ranks, away: false, display: profile.display ?? "", color: profile.color ?? ""};
  }

  addEvent(room, message, what, nick, text = "") {
    room.add(makeLine({
      kind: "event", what, nick, text, msgid: message.tags.msgid ?? "", time: this.timeOf(message),
      name: shownName(room.person(nick) ?? this.profiles.get(fold(nick)), nick),
    }));
  }

  onGone(room, message, nick, what, text = "") {
    if (!room.people.has(fold(nick))) return;
    this.addEvent(room, message, what, nick, text);
    room.people.delete(fold(nick));
    room.typing.delete(nick);
  }

  onOut(room, problem) {
    room.isInside = room.wasInside = false;
    room.people.clear();
    const isTheRoom = fold(room.name) === fold(this.tokens.get("hubbub.chat/ROOM") ?? this.site.channel);
    if (isTheRoom) this.end(problem);
  }

  onNames(message) {
    const room = this.conversation(message.params[2], true);
    for (const word of message.params[3].split(" ").filter(Boolean)) {
      const ranks = /^[~&@%+]*/.exec(word)[0];
      const nick = word.slice(ranks.length).split("!")[0];
      const known = room.person(nick);
      if (known) known.ranks = ranks;
      else room.people.set(fold(nick), this.newPerson(nick, "", ranks));
    }
  }

  onMode(message) {
    if (!this.isChannel(message.params[0])) return;
    const room = this.conversation(message.params[0], true);
    const RANKS = {q: "~", a: "&", o: "@", h: "%", v: "+"};
    let at = 2, isGiven = true;
    for (const letter of message.params[1] ?? "") {
      if (letter === "+" || letter === "-") isGiven = letter === "+";
      else if (RANKS[letter]) {
        const person = room.person(message.params[at++] ?? "");
        if (!person) continue;
        const rest = person.ranks.replace(RANKS[letter], "");
        person.ranks = isGiven ? [...rest, RANKS[letter]].sort((a, b) => "~&@%+".indexOf(a) - "~&@%+".indexOf(b)).join("")
          : rest;
      } else if ("beIkl".includes(letter) && (isGiven || letter !== "l")) at++;
    }
  }

  onNick(message) {
    const next = message.params[0];
    if (this.isOwn(message.nick)) this.nick = next;
    for (const room of this.conversations.values()) {
      const person = room.person(message.nick);
      if (person) {
        room.people.delete(fold(message.nick));
        room.people.set(fold(next), {...person, nick: next});
        this.addEvent(room, message, "renamed", message.nick, next);
      }
    }
    const talk = this.conversations.get(fold(message.nick));
    if (talk && !talk.isChannel && !this.conversations.has(fold(next))) {
      this.conversations.delete(fold(message.nick));
      talk.name = next;
      this.conversations.set(fold(next), talk);
    }
  }

  onMetadata(target, key, value) {
    if (this.isChannel(target)) {
      if (key === "display-name") this.conversation(target, true).title = withoutCodes(value).slice(0, 100);
      return;
    }
    const nick = target === "*" ? this.nick : target;
    const profile = this.profiles.get(fold(nick)) ?? {};
    if (key === "display-name") profile.display = withoutCodes(value).trim().slice(0, 100);
    else if (key === "color") profile.color = /^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : "";
    else return;
    this.profiles.set(fold(nick), profile);
    for (const room of this.conversations.values()) {
      const person = room.person(nick);
      if (person) Object.assign(person, {display: profile.display ?? "", color: profile.color ?? ""});
    }
  }

  // -- what is said

  onText(message, {isOld = false} = {}) {
    const place = this.placeOf(message);
    const own = this.isOwn(message.nick);
    const edited = message.tags["+hubbub.chat/edit"];
    let text = message.params[1] ?? "", kind = message.command === "NOTICE" ? "notice" : "message";
    const ctcp = /^\x01([A-Z]+) ?([^\x01]*)\x01?$/.exec(text);
    if (ctcp && ctcp[1] !== "ACTION") return;
    if (ctcp) [text, kind] = [ctcp[2], "action"];
    text = withoutCodes(text);
    if (kind === "notice" && !message.source.includes("!") && !isOld && !this.isChannel(message.params[0])) {
      if (message.source) this.notice = text;
      return;
    }
    const by = {by: message.nick, account: message.tags.account ?? ""};
    if (edited) {
      if (own) this.forget(message.tags.label);
      place.amend({msgid: edited, kind: "edit", text, ...by});
      return;
    }
    const file = readFile(message.tags[FILE]);
    if (file) text = captionOf(text, file);
    const values = {
      kind, text, file, msgid: message.tags.msgid ?? "", nick: message.nick, account: by.account,
      time: this.timeOf(message), own, replyTo: message.tags["+reply"] ?? message.tags["+draft/reply"] ?? "",
    };
    const mine = this.pending.get(message.tags.label) ?? this.pendingOf(message.tags["+hubbub.chat/id"]);
    if (own && mine) {
      this.forget(mine.label);
      place.remove(mine);
      place.add(Object.assign(mine, values, {state: "sent"}));
      return;
    }
    values.mention = !own && this.mentions(text);
    place.typing.delete(message.nick);
    const isNew = !values.msgid || !place.byId.has(values.msgid);
    const line = place.add(makeLine(values));
    if (isNew && !own && !isOld) this.onUnseen(place, line);
  }

  mentions(text) {
    const words = text.toLowerCase();
    return this.names.some((name) => {
      const at = words.indexOf(name.toLowerCase());
      const edge = (letter) => !letter || !/[\p{L}\p{N}_]/u.test(letter);
      return at >= 0 && edge(words[at - 1]) && edge(words[at + name.length]);
    });
  }

  onUnseen(place, line) {
    if (place === this.current && !document.hidden) return;
    if (!place.newFrom) place.newFrom = line;
    place.unread++;
    if (line.mention || !place.isChannel) place.mentions++;
  }

  onTag(message) {
    const place = this.placeOf(message);
    const {tags} = message;
    const msgid = tags["+reply"] ?? tags["+draft/reply"];
    const reaction = tags["+draft/react"] ?? tags["+draft/unreact"];
    if (msgid && reaction && [...reaction].length <= 32) {
      place.amend({msgid, kind: "react", text: reaction, by: message.nick, given: "+draft/react" in tags});
    }
    const typing = tags["+typing"];
    if (typing && !this.isOwn(message.nick)) {
      if (typing === "active") place.typing.set(message.nick, Date.now());
      else place.typing.delete(message.nick);
    }
  }

  // -- batches and history

  onBatch(message) {
    const word = message.params[0];
    if (word.startsWith("+")) {
      this.batches.set(word.slice(1), {
        kind: message.params[1], target: message.params[2] ?? "", outer: message.tags.batch, opening: message, messages: [],
      });
      return;
    }
    const batch = this.batches.get(word.slice(1));
    this.batches.delete(word.slice(1));
    if (!batch) return;
    if (batch.kind === "draft/multiline") this.onMultiline(batch);
    else if (batch.kind === "chathistory") this.onHistory(batch);
    else if (batch.kind === "draft/authtoken") this.onToken(batch);
    else batch.messages.forEach((each) => this.take({...each, tags: withoutBatch(each.tags)}));
  }

  onMultiline(batch) {
    let text = "";
    batch.messages.forEach((each, at) => {
      if (at && !("draft/multiline-concat" in each.tags)) text += "\n";
      text += each.params[1] ?? "";
    });
    const first = batch.messages[0];
    if (!first) return;
    const tags = withoutBatch(batch.opening.tags);
    const whole = {...first, source: batch.opening.source || first.source, nick: batch.opening.nick || first.nick,
      tags, params: [batch.target, text]};
    const outer = this.batches.get(batch.outer);
    if (outer) outer.messages.push(whole);
    else this.take(whole);
  }

  // Ask for what was missed, or the latest where nothing is known.
  catchUp(place) {
    if (!this.caps.has("draft/chathistory")) return;
    const since = place.newest();
    place.isLoading = true;
    place.gapPages = 0;
    if (since) this.ask(place, ["AFTER", place.name, `msgid=${since}`, String(PAGE)]);
    else this.ask(place, ["LATEST", place.name, "*", String(PAGE)]);
  }

  askOlder(place) {
    if (place.isLoading || place.hasAll || this.phase !== "online" || !this.caps.has("draft/chathistory")) return;
    place.isLoading = true;
    const before = place.oldest();
    this.ask(place, before ? ["BEFORE", place.name, `msgid=${before}`, String(PAGE)]
      : ["LATEST", place.name, "*", String(PAGE)]);
    this.changed();
  }

  ask(place, params) {
    this.asked ??= [];
    this.asked.push({place, params});
    this.askNext();
  }

  askNext() {
    if (this.asking || !this.asked?.length) return;
    this.asking = this.asked.shift();
    if (!this.send("CHATHISTORY", this.asking.params)) this.asking = null;
  }

  onHistory(batch) {
    const asked = this.asking;
    this.asking = null;
    const place = this.conversation(batch.target || asked?.place.name || "");
    const [aim] = asked?.params ?? [];
    const known = place.newest();
    for (const message of batch.messages) this.takeOld(place, message);
    place.isLoading = false;
    const isFull = batch.messages.length >= PAGE;
    if (aim === "AFTER" && isFull && place.newest() !== known && ++place.gapPages < GAP_PAGES) {
      place.isLoading = true;
      this.ask(place, ["AFTER", place.name, `msgid=${place.newest()}`, String(PAGE)]);
    } else if (aim !== "AFTER") {
      place.hasAll = batch.messages.length === 0 || (aim === "LATEST" && !isFull);
    }
    if (aim !== "BEFORE" && place.isInside) this.sendWaiting(place);
    this.askNext();
  }

  onHistoryFailed(message) {
    const asked = this.asking;
    this.asking = null;
    if (asked) {
      asked.place.isLoading = false;
      // what was known has gone there: begin anew
      if (asked.params[0] === "AFTER") this.ask(asked.place, ["LATEST", asked.place.name, "*", String(PAGE)]);
      else this.sendWaiting(asked.place);
    }
    if (message) this.askNext();
  }

  takeOld(place, message) {
    const plain = {...message, tags: withoutBatch(message.tags)};
    const {command, nick, params} = plain;
    const tell = (what, text = "") => this.addEvent(place, plain, what, nick, text);
    if (command === "PRIVMSG" || command === "NOTICE") this.onText(plain, {isOld: true});
    else if (command === "TAGMSG") this.onTag({...plain, tags: {...plain.tags, "+typing": ""}});
    else if (command === "REDACT") place.amend({msgid: params[1], kind: "delete"});
    else if (command === "JOIN") tell("joined");
    else if (command === "PART" || command === "QUIT") tell("left", params[params.length - 1]);
    else if (command === "KICK") this.addEvent(place, plain, "removed", params[1], nick);
    else if (command === "NICK") tell("renamed", params[0]);
    else if (command === "TOPIC") tell("topic", params[1]);
  }

  // -- what this person does

  say(place, text, {replyTo = "", editOf = null, file = null, link = ""} = {}) {
    const whole = link ? `${text ? `${text} ` : ""}${link}` : text;
    if (editOf) {
      this.write(place, whole, {"+hubbub.chat/edit": editOf.msgid});
      return;
    }
    const kind = /^\/me /.test(whole) ? "action" : "message";
    const line = place.add(makeLine({
      kind, text: kind === "action" ? text.slice(4) : text, nick: this.nick, account: this.account, own: true,
      state: "pending", replyTo, label: `w${++this.lastLabel}${Math.random().toString(36).slice(2, 6)}`,
      ownId: toBase64(randomBytes(15)).replace(/[+/]/g, "-"), whole, fileTag: file,
    }));
    this.pending.set(line.label, Object.assign(line, {place}));
    if (this.phase === "online" && (place.isInside || !place.isChannel) && !place.isLoading) this.transmit(line);
    this.changed();
  }

  lastLabel = 0;

  transmit(line) {
    const tags = {label: line.label, "+hubbub.chat/id": line.ownId};
    if (line.replyTo) tags["+reply"] = tags["+draft/reply"] = line.replyTo;
    if (line.fileTag) tags[FILE] = line.fileTag;
    line.state = "pending";
    line.reason = "";
    this.write(line.place, line.whole, tags);
  }

  write(place, text, tags) {
    if (/^\/me /.test(text)) {
      this.send("PRIVMSG", [place.name, `\x01ACTION ${text.slice(4)}\x01`], tags);
    } else if (!text.includes("\n") && byteLength(text) <= LINE_BYTES) {
      this.send("PRIVMSG", [place.name, text], tags);
    } else {
      const reference = `b${++this.lastLabel}`;
      this.send("BATCH", [`+${reference}`, "draft/multiline", place.name], tags);
      for (const line of text.split("\n")) {
        pieces(line, LINE_BYTES).forEach((piece, at) => this.send("PRIVMSG", [place.name, piece],
          {batch: reference, ...(at ? {"draft/multiline-concat": ""} : {})}));
      }
      this.send("BATCH", [`-${reference}`]);
    }
  }

  // Whether a text is too long to be one message.
  isTooLong(text) {
    const limit = (key, most) => Number(new RegExp(`${key}=(\\d+)`).exec(this.offered?.get("draft/multiline") ?? "")?.[1]) || most;
    return byteLength(text) > limit("max-bytes", MULTILINE_BYTES) || text.split("\n").length > limit("max-lines", MULTILINE_LINES);
  }

  sendWaiting(place) {
    for (const line of this.pending.values()) if (line.place === place && line.state === "pending") this.transmit(line);
  }

  pendingOf(ownId) {
    if (!ownId) return null;
    return [...this.pending.values()].find((line) => line.ownId === ownId) ?? null;
  }

  forget(label) {
    this.pending.delete(label);
  }

  fail(label, reason) {
    const line = this.pending.get(label);
    if (line) Object.assign(line, {state: "failed", reason});
  }

  retrySending(line) {
    this.transmit(line);
    this.changed();
  }

  discard(line) {
    this.pending.delete(line.label);
    line.place.remove(line);
    this.changed();
  }

  react(place, line, text) {
    const given = !line.reactions.get(text)?.has(this.nick);
    const reply = {"+reply": line.msgid, "+draft/reply": line.msgid};
    this.send("TAGMSG", [place.name], {...reply, [given ? "+draft/react" : "+draft/unreact"]: text});
  }

  redact(place, line) {
    this.send("REDACT", [place.name, line.msgid]);
  }

  tellTyping(place, isTyping) {
    if (!isTyping) {
      if (this.toldTyping) this.send("TAGMSG", [place.name], {"+typing": "done"});
      this.toldTyping = 0;
    } else if (Date.now() - (this.toldTyping ?? 0) > TYPING_EVERY) {
      this.toldTyping = Date.now();
      this.send("TAGMSG", [place.name], {"+typing": "active"});
    }
  }

  show(place) {
    this.current = place;
    place.unread = place.mentions = 0;
    if (!place.isChannel && !place.lines.length && !place.isLoading) this.catchUp(place);
    this.changed();
  }

  // A token with which one file may be sent; rejects with a sentence.
  token() {
    return new Promise((resolve, reject) => {
      if (!this.send("TOKEN", ["GENERATE", "FILEHOST"])) {
        reject("There is no connection right now.");
        return;
      }
      this.tokenWaiter?.reject("");
      this.tokenWaiter = {resolve, reject};
    });
  }

  onToken(batch) {
    this.tokenWaiter?.resolve(batch.messages.map((each) => each.params[each.params.length - 1]).join(""));
    this.tokenWaiter = null;
  }

  get takesFiles() {
    return this.tokens.has("soju.im/FILEHOST") && this.caps.has("draft/authtoken");
  }

  sayFile(place, caption, sent, thumbnail, replyTo) {
    this.say(place, caption, {replyTo, file: fileTag(sent, thumbnail), link: sent.link});
  }

  onFail(message) {
    const [command, code] = message.params;
    const text = message.params[message.params.length - 1];
    if (command === "CHATHISTORY") this.onHistoryFailed(message);
    else if (command === "TOKEN") {
      this.tokenWaiter?.reject(text);
      this.tokenWaiter = null;
    } else if (command === "HUBBUB" && this.making) {
      this.making = null;
      this.notice = text;
    } else if (message.tags.label && this.pending.has(message.tags.label)) {
      this.fail(message.tags.label, text);
    } else if (code !== "UNKNOWN_COMMAND") {
      this.notice = text;
    }
  }
}

function withoutBatch(tags) {
  const {batch: _batch, ...rest} = tags;
  return rest;
}

// A name as the wire takes it: without spaces and signs that others cannot type.
export function nickOf(name) {
  const nick = name.normalize("NFC").trim().replace(/\s+/g, "_").replace(/[^\p{L}\p{M}\p{N}_[\]{}\\|^`-]/gu, "");
  let short = "";
  for (const letter of nick.replace(/^[\d-]+/, "")) {
    if (byteLength(short + letter) > 30) break;
    short += letter;
  }
  return short || "guest";
}

export function base32(bytes) {
  const letters = "abcdefghijklmnopqrstuvwxyz234567";
  let text = "", bits = 0, value = 0;
  for (const byte of bytes) {
    value = value << 8 | byte;
    bits += 8;
    while (bits >= 5) {
      text += letters[value >>> bits - 5 & 31];
      bits -= 5;
    }
    value &= (1 << bits) - 1;
  }
  return text;
}

const everywhere = (session) => [...session.conversations.values()].filter((each) => each.isChannel);

const HANDLERS = {
  PING: (session, message) => session.send("PONG", message.params),
  CAP: (session, message) => session.onCapabilities(message),
  AUTHENTICATE: (session, message) => session.onAuthenticate(message.params[0]),
  900: (session, message) => { session.account = message.params[2]; },
  903: (session) => session.send("CAP", ["END"]),
  904: (session) => session.onLoginRefused(),
  906: (session) => session.onLoginRefused(),
  "001": (session, message) => { session.isReady = false; session.onWelcome(message); },
  "005": (session, message) => session.onTokens(message),
  376: (session) => session.onWelcomeOver(),
  422: (session) => session.onWelcomeOver(),
  353: (session, message) => session.onNames(message),
  332: (session, message) => { session.conversation(message.params[1], true).topic = withoutCodes(message.params[2]); },
  331: (session, message) => { session.conversation(message.params[1], true).topic = ""; },
  761: (session, message) => session.onMetadata(message.params[1], message.params[2], message.params[4] ?? ""),
  766: (session, message) => session.onMetadata(message.params[1], message.params[2], ""),
  METADATA: (session, message) => session.onMetadata(message.params[0], message.params[1], message.params[3] ?? ""),
  JOIN: (session, message) => session.onJoin(message),
  PART: (session, message) => {
    const room = session.conversation(message.params[0], true);
    if (session.isOwn(message.nick)) session.onOut(room, {kind: "left", text: ""});
    else session.onGone(room, message, message.nick, "left", message.params[1]);
  },
  QUIT: (session, message) => everywhere(session).forEach((room) =>
    session.onGone(room, message, message.nick, "left", message.params[0])),
  KICK: (session, message) => {
    const room = session.conversation(message.params[0], true);
    if (session.isOwn(message.params[1])) session.onOut(room, {kind: "removed", text: message.params[2] ?? "", by: message.nick});
    else session.onGone(room, message, message.params[1], "removed", message.nick);
  },
  NICK: (session, message) => session.onNick(message),
  MODE: (session, message) => session.onMode(message),
  TOPIC: (session, message) => {
    const room = session.conversation(message.params[0], true);
    room.topic = withoutCodes(message.params[1] ?? "");
    session.addEvent(room, message, "topic", message.nick, room.topic);
  },
  AWAY: (session, message) => everywhere(session).forEach((room) => {
    const person = room.person(message.nick);
    if (person) person.away = message.params.length > 0;
  }),
  ACCOUNT: (session, message) => everywhere(session).forEach((room) => {
    const person = room.person(message.nick);
    if (person) person.account = message.params[0] === "*" ? "" : message.params[0];
  }),
  PRIVMSG: (session, message) => session.onText(message),
  NOTICE: (session, message) => session.onText(message),
  TAGMSG: (session, message) => session.onTag(message),
  REDACT: (session, message) => session.placeOf(message).amend({msgid: message.params[1], kind: "delete"}),
  BATCH: (session, message) => session.onBatch(message),
  FAIL: (session, message) => session.onFail(message),
  HUBBUB: (session, message) => { if (message.params[0] === "VERIFIER") session.onMade(message.params[1]); },
  ERROR: (session, message) => session.onError(message.params[0] ?? ""),
};
