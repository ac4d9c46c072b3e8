// Coming in: capabilities, a kept name proved by SCRAM, the room's password, the rooms; and what is refused.
import {ScramLogin, fromBase64, makeKeys, randomBytes, toBase64} from "./scram.js";
import {catchUp, findTalks} from "./history.js";
import {CONNECTION} from "./people.js";
import {fail} from "./talk.js";
import {cut, fold, withoutCodes} from "./wire.js";

const WANTED = `message-tags server-time batch echo-message labeled-response standard-replies multi-prefix
  extended-join away-notify setname account-tag account-notify draft/chathistory draft/event-playback
  draft/multiline draft/message-redaction draft/read-marker draft/metadata-2 draft/channel-rename draft/authtoken cap-notify sasl
  hubbub.chat/room`.split(/\s+/);
const VERIFIER = "hubbub.chat/verifier";  // the hub takes accounts whose secret it never learns
const ITERATIONS = 4096;  // a secret of 160 random bits needs no more
// What stays as it is however often it is tried, by numeric: before one is in, and of the room.
const FINAL = {432: "unusable", 433: "name", 464: "password", 465: "banned"};
const SHUT = {471: "full", 473: "locked", 474: "banned", 475: "full"};

export function register(session) {
  session.offered.clear();
  session.send("CAP", ["LS", "302"]);
  if (session.password) session.send("PASS", [session.password]);
  session.send("NICK", [session.nick]);
  session.send("USER", ["web", "0", "*", session.wanted]);
}

function onCapabilities(session, message) {
  const [, verb, star] = message.params;
  const words = (message.params[message.params.length - 1] ?? "").split(" ").filter(Boolean);
  if (verb === "LS" || verb === "NEW") {
    for (const word of words) session.offered.set(...cut(word, "="));
    if (verb === "LS" && star === "*") return;
    const wanted = WANTED.filter((name) => session.offered.has(name) && !session.caps.has(name));
    if (wanted.length) session.send("CAP", ["REQ", wanted.join(" ")]);
    else if (verb === "LS") session.send("CAP", ["END"]);
  } else if (verb === "ACK") {
    words.forEach((name) => session.caps.add(name));
    if (session.phase === "online") return;
    const takesScram = session.caps.has("sasl") && /SCRAM-SHA-256\b/.test(session.offered.get("sasl") ?? "");
    session.login = session.kept && takesScram ? new ScramLogin(session.kept) : null;
    if (session.login) session.send("AUTHENTICATE", ["SCRAM-SHA-256"]);
    else session.send("CAP", ["END"]);
  } else if (verb === "NAK") {
    if (session.phase !== "online") session.send("CAP", ["END"]);
  } else if (verb === "DEL") {
    words.forEach((name) => session.caps.delete(name));
  }
}

function onAuthenticate(session, message) {
  const {login} = session, word = message.params[0];
  if (!login) return;
  const answer = word === "+" ? login.begin() : login.answer(fromBase64(word));
  session.send("AUTHENTICATE", [answer === null ? "*" : answer.length ? toBase64(answer) : "+"]);
}

function onLoggedIn(session) {
  if (session.login) {
    session.kept = {...session.kept, ...session.login.keys, nick: session.nick};
    session.onKept(session.kept);
  }
  session.login = null;
  session.send("CAP", ["END"]);
}

// The hub knows no such account, or that has another key now. What was kept stays, as a hub may be wrong for a while.
function onLoginRefused(session) {
  if (!session.login) return;
  session.login = null;
  session.kept = null;
  session.keeps = false;
  session.notice = "The host did not take the name kept on this device: you are a guest this time.";
  session.send("CAP", ["END"]);
}

function onWelcome(session, message) {
  session.tokens.clear();
  session.nick = message.params[0];
  session.isReady = false;
  session.phase = "online";
  session.problem = null;
  session.farewell = "";
  session.connection.settled();
}

function onTokens(session, message) {
  for (const word of message.params.slice(1, -1)) {
    const [key, value] = cut(word, "=");
    if (key.startsWith("-")) session.tokens.delete(key.slice(1));
    else session.tokens.set(key, value.replace(/\\x([0-9A-Fa-f]{2})/g, (_all, hex) => String.fromCharCode(parseInt(hex, 16))));
  }
  session.site.room = session.tokens.get("NETWORK") || session.site.room;  // the host may call it something else
}

// The welcome's last line.
function onReady(session) {
  if (session.isReady) return;
  session.isReady = true;
  const rooms = new Map([[fold(session.roomName), session.roomName]]);
  for (const each of session.conversations.values()) if (each.isChannel && each.wasInside) rooms.set(fold(each.name), each.name);
  for (const name of rooms.values()) session.send("JOIN", [name]);
  if (session.caps.has("draft/metadata-2")) {
    session.send("METADATA", ["*", "SUB", "display-name", "color", CONNECTION]);
    if (session.wanted !== session.nick) session.send("METADATA", ["*", "SET", "display-name", session.wanted]);
  }
  for (const each of session.conversations.values()) if (!each.isChannel) catchUp(session, each);
  if (session.account) findTalks(session);
}

// Make an account of one's own, once the room is there; the hub learns a verifier and never the secret.
function keepName(session) {
  if (!session.keeps || session.kept || session.account || session.making || !session.offered.has(VERIFIER)) return;
  const secret = base32(randomBytes(20)), salt = randomBytes(16);
  const keys = makeKeys(secret, salt, ITERATIONS);
  const [saltText, serverKey] = [toBase64(salt), toBase64(keys.serverKey)];
  session.making = {
    name: session.wanted, nick: session.nick, salt: saltText, iterations: ITERATIONS, secret, serverKey,
    clientKey: toBase64(keys.clientKey),
  };
  session.send("HUBBUB", ["VERIFIER", session.nick, saltText, String(ITERATIONS), toBase64(keys.storedKey), serverKey]);
}

function onMade(session, message) {
  if (message.params[0] !== "VERIFIER" || !session.making) return;
  session.kept = {...session.making, account: message.params[1]};
  session.making = null;
  session.onKept(session.kept);
}

function onNotMade(session, message) {
  if (!session.making) return;
  session.making = null;
  session.notice = `Your name is not kept: ${withoutCodes(message.params[message.params.length - 1])}`;
}

// A numeric that refuses something.
export function onRefused(session, message) {
  const code = message.command;
  const text = withoutCodes(message.params[message.params.length - 1] ?? "");
  if (code === "433" && session.hasBeenIn && session.phase !== "online") {
    session.nick += "_";  // our own last connection is not over yet
    session.send("NICK", [session.nick]);
  } else if (code === "465" || FINAL[code] && session.phase !== "online") {
    session.end({kind: FINAL[code], text});
  } else if (SHUT[code]) {
    if (fold(message.params[1] ?? "") === fold(session.roomName)) session.end({kind: SHUT[code], text});
    else session.notice = text;
  } else if (session.pending.has(message.tags.label)) {
    fail(session, message.tags.label, text);
  } else if (["401", "404"].includes(code)) {
    session.notice = text;
  }
}

// The hub ends the connection and says why.
function onError(session, message) {
  const text = withoutCodes(message.params[0] ?? "");
  if (session.phase === "ended") return;
  if (/\byou are banned from this hub\b/i.test(text)) session.end({kind: "banned", text});
  else session.farewell = text;
}

function base32(bytes) {
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

export const LOGIN_ROWS = {
  lines: {
    CAP: onCapabilities,
    AUTHENTICATE: onAuthenticate,
    900: (session, message) => { session.account = message.params[2]; },
    903: onLoggedIn,
    904: onLoginRefused,
    905: onLoginRefused,
    906: onLoginRefused,
    "001": onWelcome,
    "005": onTokens,
    376: onReady,
    422: onReady,
    366: keepName,
    HUBBUB: onMade,
    ERROR: onError,
  },
  failures: {HUBBUB: onNotMade},
};
