// What is said: messages, edits, reactions, typing; and what this person says, which waits until the hub has it.
import {NOT_CONNECTED} from "./connection.js";
import {makeLine} from "./conversation.js";
import {FILE, captionOf, fileTag, readFile} from "./files.js";
import {randomWord} from "./scram.js";
import {mentionsIn} from "./text.js";
import {byteLength, pieces, withoutCodes} from "./wire.js";

const ID = "+hubbub.chat/id";  // of a message's writer, so that one that is sent again is one
const EDIT = "+hubbub.chat/edit";
const LINE_BYTES = 350;  // of text; the rest of a line is for who says it and where
const MULTILINE_BYTES = 4096;
const MULTILINE_LINES = 100;
const TYPING_EVERY = 3000;
const LONGEST_REACTION = 32;

// -- what others say

// Where something was said: a private talk is called after the other person.
function placeOf(session, message) {
  const target = message.params[0].replace(/^[~&@%+]+(?=[#&])/, "");
  if (session.isChannel(target)) return session.conversation(target, true);
  return session.conversation(session.isOwn(message.nick) ? target : message.nick, false);
}

// A message, said now or before (`isOld`); `isSeen`: it was there when this person was.
export function onText(session, message, {isOld = false, isSeen = false} = {}) {
  const {tags, nick, source} = message;
  let text = message.params[1] ?? "", kind = message.command === "NOTICE" ? "notice" : "message";
  const ctcp = /^\x01([A-Z]+) ?([^\x01]*)\x01?$/.exec(text);
  if (ctcp && ctcp[1] !== "ACTION") return;
  if (ctcp) [text, kind] = [ctcp[2], "action"];
  text = withoutCodes(text);
  if (kind === "notice" && !source.includes("!") && !session.isChannel(message.params[0])) {
    if (!isOld && session.phase === "online") session.notice = text;  // of the hub itself
    return;
  }
  const place = placeOf(session, message);
  const account = tags.account ?? "";
  if (tags[EDIT]) {
    place.amend({msgid: tags[EDIT], kind: "edit", text, by: nick, account, own: session.isOwn(nick)});
    return;
  }
  const file = readFile(tags[FILE]);
  const mine = session.pending.get(tags.label) ?? pendingOf(session, tags[ID]);
  const own = session.isOwn(nick) || Boolean(mine);
  const values = {
    kind, text: file ? captionOf(text, file) : text, file, msgid: tags.msgid ?? "", nick, account, own,
    time: session.timeOf(message), replyTo: tags["+reply"] ?? tags["+draft/reply"] ?? "",
    mention: !own && kind !== "notice" && mentionsIn(text, session.ownNames).length > 0,
  };
  if (mine) {
    session.pending.delete(mine.label);
    place.remove(mine);
    place.add(Object.assign(mine, values, {state: "sent"}));
    place.newFrom = null;
    return;
  }
  place.typing.delete(nick);
  if (values.msgid && place.byId.has(values.msgid)) return;
  const line = place.add(makeLine(values));
  if (!own && !isSeen) onUnseen(session, place, line);
}

function onUnseen(session, place, line) {
  if (line.time <= place.readUntil || place === session.current && !document.hidden && !place.isReadBack) return;
  place.newFrom ??= line;
  place.unread++;
  if (line.mention || !place.isChannel) place.mentions++;
}

export function onTag(session, message, {isOld = false} = {}) {
  const {tags, nick} = message;
  const msgid = tags["+reply"] ?? tags["+draft/reply"];
  const reaction = withoutCodes(tags["+draft/react"] ?? tags["+draft/unreact"] ?? "").trim();
  const typing = isOld || session.isOwn(nick) ? "" : tags["+typing"];
  const isReaction = msgid && reaction && [...reaction].length <= LONGEST_REACTION;
  if (!isReaction && !typing) return;
  const place = placeOf(session, message);
  if (isReaction) place.amend({msgid, kind: "react", text: reaction, by: nick, given: "+draft/react" in tags});
  if (typing === "active") place.typing.set(nick, Date.now());
  else if (typing) place.typing.delete(nick);
}

// -- what this person says

// {replyTo: msgid, editOf: line, file: tag, link}
export function say(session, place, text, {replyTo = "", editOf = null, file = null, link = ""} = {}) {
  const whole = link ? `${text ? `${text} ` : ""}${link}` : text;
  if (editOf) {
    if (session.phase === "online") write(session, place, whole, {[EDIT]: editOf.msgid});
    else session.tell(NOT_CONNECTED);
    return;
  }
  const isAction = /^\/me /.test(whole);
  const line = place.add(makeLine({
    kind: isAction ? "action" : "message", text: isAction ? text.slice(4) : link ? text : plainText(whole), nick: session.nick,
    account: session.account, own: true, state: "pending", replyTo, label: randomWord(9), place, whole,
    ownId: randomWord(15), fileTag: file, file: file && readFile(file),
  }));
  session.pending.set(line.label, line);
  if (session.phase === "online" && (place.isInside || !place.isChannel) && !place.isBehind) transmit(session, line);
  session.toldTyping = 0;
  session.changed();
}

// What was typed begins with a command that there is none of; "" where it does not.
export function unknownCommand(text) {
  return /^\/(?!\/|me )(\S*)/.exec(text)?.[1] ?? "";
}

const plainText = (typed) => typed.startsWith("//") ? typed.slice(1) : typed;

function transmit(session, line) {
  const tags = {label: line.label, [ID]: line.ownId};
  if (line.replyTo) tags["+reply"] = tags["+draft/reply"] = line.replyTo;
  if (line.fileTag) tags[FILE] = line.fileTag;
  Object.assign(line, {state: "pending", reason: ""});
  write(session, line.place, line.whole, tags);
}

function write(session, place, typed, tags) {
  const text = plainText(typed);
  if (/^\/me /.test(typed)) {
    session.send("PRIVMSG", [place.name, `\x01ACTION ${typed.slice(4).replace(/\n/g, " ")}\x01`], tags);
  } else if (!text.includes("\n") && byteLength(text) <= LINE_BYTES) {
    session.send("PRIVMSG", [place.name, text], tags);
  } else {
    const reference = randomWord(9);
    session.send("BATCH", [`+${reference}`, "draft/multiline", place.name], tags);
    for (const line of text.split("\n")) {
      pieces(line, LINE_BYTES).forEach((piece, at) => session.send("PRIVMSG", [place.name, piece],
        {batch: reference, ...(at && {"draft/multiline-concat": ""})}));
    }
    session.send("BATCH", [`-${reference}`]);
  }
}

// Whether a text is too long to be one message.
export function isTooLong(session, text) {
  const told = session.offered.get("draft/multiline") ?? "";
  const limit = (key, most) => Number(new RegExp(`${key}=(\\d+)`).exec(told)?.[1]) || most;
  if (/^\/me /.test(text)) return byteLength(text) > LINE_BYTES;
  return byteLength(text) > limit("max-bytes", MULTILINE_BYTES) || text.split("\n").length > limit("max-lines", MULTILINE_LINES);
}

// What was said while there was no connection goes out, once it is known that it is not there already.
export function sendWaiting(session, place) {
  place.isBehind = false;
  if (place.isChannel && !place.isInside) return;
  for (const line of session.pending.values()) if (line.place === place && line.state === "pending") transmit(session, line);
}

function pendingOf(session, ownId) {
  return ownId ? [...session.pending.values()].find((line) => line.ownId === ownId) : undefined;
}

export function fail(session, label, reason) {
  const line = session.pending.get(label);
  if (line) Object.assign(line, {state: "failed", reason: withoutCodes(reason)});
}

export function retrySending(session, line) {
  line.state = "pending";
  if (session.phase === "online") transmit(session, line);
  session.changed();
}

export function discard(session, line) {
  session.pending.delete(line.label);
  line.place.remove(line);
  session.changed();
}

export function react(session, place, line, text) {
  const isGiven = !line.reactions.get(text)?.has(session.nick);
  session.act("TAGMSG", [place.name], {
    "+reply": line.msgid, "+draft/reply": line.msgid, [isGiven ? "+draft/react" : "+draft/unreact"]: text,
  });
}

export function redact(session, place, line) {
  session.act("REDACT", [place.name, line.msgid]);
}

export function sayFile(session, place, file, caption, replyTo) {
  say(session, place, caption, {replyTo, file: fileTag(file), link: file.link});
}

export function tellTyping(session, place, isTyping) {
  if (place.isChannel && !place.isInside) return;
  const now = Date.now();
  if (!isTyping && session.toldTyping) session.send("TAGMSG", [place.name], {"+typing": "done"});
  if (isTyping && now - session.toldTyping > TYPING_EVERY) session.send("TAGMSG", [place.name], {"+typing": "active"});
  else if (isTyping) return;
  session.toldTyping = isTyping ? now : 0;
}

export const TALK_ROWS = {
  lines: {
    PRIVMSG: onText,
    NOTICE: onText,
    TAGMSG: onTag,
    REDACT: (session, message) => placeOf(session, message).amend({msgid: message.params[1], kind: "delete"}),
  },
};
