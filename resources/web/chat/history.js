// What was said before: pages of it, what was missed while the connection was away, batches.
// https://ircv3.net/specs/extensions/chathistory and https://ircv3.net/specs/extensions/batch
import {noteBan, readKick, readQuit} from "./events.js";
import {onTag, onText, sendWaiting} from "./talk.js";

const PAGE = 100;  // lines at once
const GAP_PAGES = 20;  // that are filled; who was away for longer begins anew
const TALKS = 20;

// Ask for what was missed, or for the latest where nothing is known.
export function catchUp(session, place) {
  const since = place.newest();
  place.pages = 0;
  place.isBehind = session.caps.has("draft/chathistory");
  ask(session, place, since ? ["AFTER", place.name, `msgid=${since}`] : ["LATEST", place.name, "*"]);
}

export function askOlder(session, place) {
  if (place.isLoading || place.hasAll || place.isFull || session.phase !== "online") return;
  const before = place.top || place.oldest();
  ask(session, place, before ? ["BEFORE", place.name, `msgid=${before}`] : ["LATEST", place.name, "*"]);
  session.changed();
}

// The private talks of this account, those of other devices too.
export function findTalks(session) {
  if (!session.caps.has("draft/chathistory")) return;
  const [from, to] = [Date.now() - 90 * 86_400_000, Date.now() + 60_000].map((time) => `timestamp=${new Date(time).toISOString()}`);
  session.send("CHATHISTORY", ["TARGETS", to, from, String(TALKS)]);
}

function ask(session, place, params) {
  if (!session.caps.has("draft/chathistory")) return;
  place.isLoading = true;
  session.toAsk.push({place, params: [...params, String(PAGE)]});
  askNext(session);
}

function askNext(session) {
  if (session.asking || !session.toAsk.length) return;
  session.asking = session.toAsk.shift();
  session.send("CHATHISTORY", session.asking.params);
}

export function onBatch(session, message) {
  const [word, kind, target = ""] = message.params;
  const reference = word.slice(1);
  if (word.startsWith("+")) {
    session.batches.set(reference, {kind, target, outer: message.tags.batch, opening: message, messages: []});
    return;
  }
  const batch = session.batches.get(reference);
  if (!batch) return;
  session.batches.delete(reference);
  if (batch.kind === "draft/multiline") {
    onMultiline(session, batch);
  } else if (batch.kind === "chathistory") {
    onPage(session, batch);
  } else if (batch.kind === "draft/chathistory-targets") {
    onTalks(session, batch);
  } else {
    // what stands in it is as if it stood alone, and answers what the batch answers
    const {label} = batch.opening.tags;
    for (const each of batch.messages) session.take(outOfBatch(each, batch.outer, label));
  }
}

// `message` as it would be in the batch around its own, or in none.
function outOfBatch(message, outer, label) {
  const {batch: _batch, ...tags} = message.tags;
  return {...message, tags: {...tags, ...(outer && {batch: outer}), ...(label && {label})}};
}

// https://ircv3.net/specs/extensions/multiline
function onMultiline(session, {messages, opening, outer, target}) {
  if (!messages.length) return;
  let text = "";
  messages.forEach((each, at) => {
    if (at && !("draft/multiline-concat" in each.tags)) text += "\n";
    text += each.params[1] ?? "";
  });
  const from = opening.source ? opening : messages[0];
  const whole = {...messages[0], source: from.source, nick: from.nick, tags: opening.tags, params: [target, text]};
  session.take(outOfBatch(whole, outer));
}

function onPage(session, batch) {
  const {asking} = session;
  const place = asking?.place ?? session.conversation(batch.target);
  const aim = asking?.params[0] ?? "";
  session.asking = null;
  place.isLoading = false;
  const ids = batch.messages.map((each) => each.tags.msgid).filter(Boolean);
  for (const each of batch.messages) takeOld(session, place, outOfBatch(each), aim !== "AFTER");
  if (aim === "AFTER" && ids.length) {
    if (++place.pages < GAP_PAGES) ask(session, place, ["AFTER", place.name, `msgid=${ids[ids.length - 1]}`]);
    else beginAnew(session, place);
  } else if (aim) {
    if (aim !== "AFTER") {
      place.hasAll = !ids.length || ids[0] === place.top;
      place.top = ids[0] ?? place.top;
    }
    if (aim !== "BEFORE") sendWaiting(session, place);
  }
  askNext(session);
}

// So much was missed, or what was known has gone there, that what is shown would have a hole.
function beginAnew(session, place) {
  place.clear();
  ask(session, place, ["LATEST", place.name, "*"]);
}

function onTalks(session, batch) {
  for (const {params: [, name = ""]} of batch.messages) {
    if (name && !session.isChannel(name) && !session.isOwn(name)) {
      const place = session.conversation(name, false);
      if (!place.lines.length && !place.isLoading) catchUp(session, place);
    }
  }
}

function onFailed(session) {
  const {asking} = session;
  session.asking = null;
  if (asking) {
    const {place, params: [aim]} = asking;
    place.isLoading = false;
    if (aim === "AFTER") beginAnew(session, place);
    else place.hasAll = true;
    if (aim === "LATEST") sendWaiting(session, place);
  }
  askNext(session);
}

// `isSeen`: it was there before, and is not what was missed.
function takeOld(session, place, message, isSeen) {
  const {command, nick, params} = message;
  const tell = (what, text) => session.addEvent(place, message, nick, {what, text});
  if (command === "PRIVMSG" || command === "NOTICE") onText(session, message, {isSeen, isOld: true});
  else if (command === "TAGMSG") onTag(session, message, {isOld: true});
  else if (command === "REDACT") place.amend({msgid: params[1], kind: "delete"});
  else if (command === "JOIN") {
    if (!session.profile(nick).nick) session.note(nick, {realname: params[2] ?? ""});
    tell("joined");
  }
  else if (command === "PART") tell("left", params[1]);
  else if (command === "QUIT") session.addEvent(place, message, nick, readQuit(params[0]));
  else if (command === "KICK") session.addEvent(place, message, params[1], readKick(session, place, message));
  else if (command === "MODE") noteBan(session, place, message);
  else if (command === "NICK") tell("renamed", params[0]);
  else if (command === "TOPIC") tell("topic", params[1]);
}

export const HISTORY_ROWS = {lines: {}, failures: {CHATHISTORY: onFailed}};
