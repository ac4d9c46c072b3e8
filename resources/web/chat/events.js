// What happened in a room, in the window's words (app/words/event_words.py): runs of comings and goings are one line.

// Names and texts of others do not turn the words around them.
const isolated = (text) => `\u2068${text}\u2069`;
const done = (who, what, by) => `${who} ${who === "You" ? "were" : "was"} ${what}${by && ` by ${isolated(by)}`}`;
const because = (text) => text ? ` — ${isolated(text)}` : "";

const BAN_KICK = 5000;  // how soon a removal follows its ban
const LEAVES = {
  left: "", quit: "said goodbye", lost: "connection lost", closed: "the host closed the room",
  shut: "the host lets no browsers in any more",
};
// What the words of a QUIT mean, of hubs of ours (app/client/features/quit_reasons.py): who did it, and why.
const QUITS = {
  removed: /^killed \((\S+) \((.*)\)\)$/i,
  banned: /^banned by ([^\s:]+)(?:: (.*))?$/i,
  closed: /host closed the room/i,
  shut: /lets no browsers in/i,
  lost: /^(?:connection |ping timeout|timed out|remote host closed|socket|replaced by a new)/i,
};

// {what, by, text} of the reason of a QUIT.
export function readQuit(reason = "") {
  for (const [what, words] of Object.entries(QUITS)) {
    const found = words.exec(reason);
    if (found) return {what, by: found[1] ?? "", text: found[2] ?? ""};
  }
  return {what: "quit", text: reason.replace(/^quit(:|$)/i, "").trim()};
}

// {what, by, text}: a removal is a ban where the same person has banned right before it.
export function readKick(session, room, message) {
  const {nick: by, params: [, nick, text = ""]} = message, {ban} = room;
  const isBan = ban?.by === by && session.timeOf(message) - ban.time <= BAN_KICK;
  return {what: isBan ? "banned" : "removed", by, text: text === by || text === nick ? "" : text};
}

export function noteBan(session, room, message) {
  const {nick, params: [, modes = "", mask = ""]} = message;
  if (/^\+b/.test(modes) && !mask.startsWith("~m:")) room.ban = {by: nick, time: session.timeOf(message)};
}

const WORDS = {
  joined: (who) => `${who} joined`,
  removed: (who, {by, text}) => done(who, "removed", by) + because(text),
  banned: (who, {by, text}) => (by && who !== "You" ? `${isolated(by)} banned ${who}` : done(who, "banned", by)) + because(text),
  renamed: (who, {text}) => `${who} ${who === "You" ? "are" : "is"} now called ${isolated(text)}`,
  topic: (who, {text}) => text ? `${who} changed the topic: ${isolated(text)}` : `${who} removed the topic`,
};

// What `who` did or suffered; without the reasons of several who left.
function words(who, {what, by, text}) {
  if (!(what in LEAVES)) return WORDS[what](who, {by, text});
  const how = LEAVES[what] && ` — ${LEAVES[what]}`;
  return `${who} left${how}${what === "left" ? because(text) : what === "quit" && text ? `: ${isolated(text)}` : ""}`;
}

const called = (line) => line.own ? "You" : isolated(line.name);

// Whether it may share a line with its neighbours.
export const isComing = ({what}) => what === "joined" || what in LEAVES;

export const eventWords = (line) => words(called(line), line);

// A run as one line: those who came or went in the same way are told together.
export function runWords(lines) {
  const groups = new Map();
  for (const line of lines) groups.set(line.what, [...groups.get(line.what) ?? [], line]);
  return [...groups].map(([what, group]) => {
    if (group.length < 2) return eventWords(group[0]);
    const names = [...new Set(group.map(called))].sort((one, other) => (other === "You") - (one === "You"));
    return words(names.length < 3 ? names.join(" and ") : `${names[0]} and ${names.length - 1} others`, {what});
  }).join(" · ");
}
