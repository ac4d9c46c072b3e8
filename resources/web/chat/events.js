// What happened in a room, in words: runs of comings and goings are one line.

// Names and texts of others do not turn the words around them.
const isolated = (text) => `\u2068${text}\u2069`;

const LOST = /^(connection |ping timeout|timed out|replaced by a new)/i;  // how hubs tell of those who did not leave themselves
const SAYS_NOTHING = /^(quit|leaving|left)?$/i;
const reason = (text = "") => SAYS_NOTHING.test(text) ? "" : ` — ${LOST.test(text) ? "connection lost" : isolated(text)}`;

const WORDS = {
  joined: (who) => `${who} joined`,
  left: (who, line) => `${who} left${reason(line?.text)}`,
  removed: (who, line) => `${who} ${who === "You" ? "were" : "was"} removed${line?.text ? ` by ${isolated(line.text)}` : ""}`,
  renamed: (who, line) => `${who} ${who === "You" ? "are" : "is"} now called ${isolated(line.text)}`,
  topic: (who, line) => line.text ? `${who} changed the topic: ${isolated(line.text)}` : `${who} removed the topic`,
};

export function eventWords(line) {
  return WORDS[line.what](line.own ? "You" : isolated(line.name), line);
}

// A run as one line: those who did the same are told together.
export function runWords(lines) {
  const groups = [];
  for (const line of lines) {
    const last = groups[groups.length - 1];
    const isAlike = last && line.what === last[0].what && ["joined", "left"].includes(line.what);
    if (isAlike) last.push(line);
    else groups.push([line]);
  }
  return groups.map((group) => {
    const others = group.filter((line) => !line.own).map((line) => isolated(line.name));
    const names = [...new Set([...(others.length < group.length ? ["You"] : []), ...others])];
    if (names.length === 1) return eventWords(group[group.length - 1]);
    return WORDS[group[0].what](names.length === 2 ? `${names[0]} and ${names[1]}` : `${names[0]} and ${names.length - 1} others`);
  }).join(" · ");
}
