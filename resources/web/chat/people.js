// Who is in the rooms: entries and leaves, ranks, names, what people and rooms say of themselves.
import {noteBan, readKick, readQuit} from "./events.js";
import {catchUp} from "./history.js";
import {nickOf} from "./nicknames.js";
import {fold, withoutCodes} from "./wire.js";

const RANKS = {q: "~", a: "&", o: "@", h: "%", v: "+"};
const WHO = "7";  // marks our own question
const LONGEST_NAME = 40;
export const CONNECTION = "hubbub.chat/connection";  // which a hub sets of people in browsers that are not encrypted

// The name that somebody told, where nobody could mistake it for another's: alone where it reads as the nickname,
// else beside it. The same as in the window (app/models/shown_names.py).
export function shownName(nick, {display, realname}) {
  for (const told of display ? [display] : [realname]) {
    const name = told.normalize("NFC").trim().replace(/\s+/g, " ");
    if (!name || name === nick || /\p{C}|\p{M}{3}/u.test(name)) continue;
    if (fold(name.replace(/ /g, "_")) === fold(nick)) return name;
    if (display && [...name].length <= LONGEST_NAME && !/[()[\]{}]/.test(name) && /[\p{L}\p{N}]/u.test(name)) return `${name} (${nick})`;
  }
  return nick;
}

// The best rank's word, "" for none. Ranks are prefixes of NAMES, best first.
export function roleOf(person) {
  const rank = person?.ranks[0];
  return rank === "~" ? "host" : "&@%".includes(rank ?? " ") ? "moderator" : "";
}

const roomOf = (session, {params}, at = 0) => session.conversation(params[at], true);

function onJoin(session, message) {
  const {nick, params} = message;
  const room = roomOf(session, message);
  const known = params.length > 1 ? {account: params[1] === "*" ? "" : params[1], realname: params[2] ?? ""} : {};
  session.note(nick, {away: false, ...known});
  if (!session.isOwn(nick)) {
    room.people.set(fold(nick), {nick, ranks: ""});
    session.addEvent(room, message, nick, {what: "joined"});
    return;
  }
  room.isInside = room.wasInside = session.hasBeenIn = true;
  room.name = params[0];
  room.people.clear();
  session.account = known.account || session.account;
  session.current ??= room;
  catchUp(session, room);
  session.send("WHO", [room.name, `%tnfar,${WHO}`]);
  if (session.caps.has("draft/metadata-2")) session.send("METADATA", [room.name, "GET", "display-name"]);
}

function onGone(session, room, message, nick, how) {
  if (!room.people.delete(fold(nick))) return;
  session.addEvent(room, message, nick, how);
  room.typing.delete(nick);
}

function onOut(session, room, problem) {
  room.isInside = room.wasInside = false;
  room.people.clear();
  if (session.isTheRoom(room)) session.end(problem);
}

function onPart(session, message) {
  const room = roomOf(session, message);
  if (session.isOwn(message.nick)) onOut(session, room, {kind: "left", text: ""});
  else onGone(session, room, message, message.nick, {what: "left", text: message.params[1]});
}

function onKick(session, message) {
  const [name, nick, reason] = message.params;
  const room = session.conversation(name, true);
  if (session.isOwn(nick)) onOut(session, room, {kind: "removed", text: reason ?? "", by: session.name(message.nick)});
  else onGone(session, room, message, nick, readKick(session, room, message));
}

function onQuit(session, message) {
  channels(session).forEach((room) => onGone(session, room, message, message.nick, readQuit(message.params[0])));
  // our own last connection, which had the name
  if (fold(message.nick) === fold(nickOf(session.wanted)) && !session.isOwn(message.nick)) session.send("NICK", [message.nick]);
}

function onNames(session, message) {
  const room = roomOf(session, message, 2);
  for (const word of (message.params[3] ?? "").split(" ").filter(Boolean)) {
    const ranks = /^[~&@%+]*/.exec(word)[0];
    const nick = word.slice(ranks.length).split("!")[0];
    room.people.set(fold(nick), {nick, ranks});
  }
}

function onWho(session, message) {
  const [, mark, nick, flags, account, realname] = message.params;
  if (mark === WHO) session.note(nick, {account: account === "0" ? "" : account, away: flags.startsWith("G"), realname: realname ?? ""});
}

function onMode(session, message) {
  if (!session.isChannel(message.params[0])) return;
  const room = roomOf(session, message);
  noteBan(session, room, message);
  let at = 2, isGiven = true;
  for (const letter of message.params[1] ?? "") {
    if (letter === "+" || letter === "-") {
      isGiven = letter === "+";
    } else if (RANKS[letter]) {
      const person = room.person(message.params[at++] ?? "");
      if (!person) continue;
      const ranks = person.ranks.replace(RANKS[letter], "") + (isGiven ? RANKS[letter] : "");
      person.ranks = [..."~&@%+"].filter((rank) => ranks.includes(rank)).join("");
    } else if ("beIkl".includes(letter) && (isGiven || letter !== "l")) {
      at++;
    }
  }
}

function onNick(session, message) {
  const {nick, params: [next]} = message;
  const name = session.name(nick), own = session.isOwn(nick);
  if (own) session.nick = next;
  const {nick: _nick, ...profile} = session.profile(nick);
  session.note(next, {...profile, first: profile.first || nick});
  for (const room of channels(session)) {
    const person = room.person(nick);
    if (!person) continue;
    room.people.delete(fold(nick));
    room.people.set(fold(next), {...person, nick: next});
    Object.assign(session.addEvent(room, message, nick, {what: "renamed", text: session.name(next)}), {name, own});
  }
  const talk = session.conversations.get(fold(nick));
  if (talk && !talk.isChannel && !session.conversations.has(fold(next))) move(session, talk, next);
}

function onRename(session, message) {
  const [old, next] = message.params;
  const room = session.conversations.get(fold(old));
  if (room) move(session, room, next);
  if (fold(old) === fold(session.roomName)) session.tokens.set("hubbub.chat/ROOM", next);
}

function move(session, place, name) {
  session.conversations.delete(fold(place.name));
  place.name = name;
  session.conversations.set(fold(name), place);
}

// https://ircv3.net/specs/extensions/metadata
function onMetadata(session, target, key, value = "") {
  const text = withoutCodes(value).trim();
  if (key === "display-name" && session.isChannel(target)) {
    session.conversation(target, true).title = text.slice(0, 100);
    return;
  }
  const nick = target === "*" ? session.nick : target;
  if (key === "display-name") session.note(nick, {display: text.slice(0, 100)});
  else if (key === CONNECTION) session.note(nick, {isPlain: text === "plain-browser"});
  else if (key === "color") session.note(nick, {color: /^#[0-9a-f]{6}$/i.test(text) ? text.toLowerCase() : ""});
}

function onTopic(session, message) {
  const room = roomOf(session, message);
  room.topic = withoutCodes(message.params[1] ?? "");
  session.addEvent(room, message, message.nick, {what: "topic", text: room.topic});
}

const channels = (session) => [...session.conversations.values()].filter((each) => each.isChannel);

export const PEOPLE_ROWS = {
  lines: {
    JOIN: onJoin, PART: onPart, QUIT: onQuit, KICK: onKick, NICK: onNick, MODE: onMode, TOPIC: onTopic, RENAME: onRename,
    331: (session, message) => { roomOf(session, message, 1).topic = ""; },
    332: (session, message) => { roomOf(session, message, 1).topic = withoutCodes(message.params[2] ?? ""); },
    353: onNames,
    354: onWho,
    761: (session, {params}) => onMetadata(session, params[1], params[2], params[4]),
    766: (session, {params}) => onMetadata(session, params[1], params[2]),
    METADATA: (session, {params}) => onMetadata(session, params[0], params[1], params[3]),
    AWAY: (session, message) => session.note(message.nick, {away: message.params.length > 0}),
    ACCOUNT: (session, message) => session.note(message.nick, {account: message.params[0] === "*" ? "" : message.params[0]}),
    SETNAME: (session, message) => session.note(message.nick, {realname: message.params[0] ?? ""}),
  },
};
