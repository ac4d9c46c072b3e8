// A message's text as parts: links, code, bold, italic and own names. Never HTML: text stays text.

// No lookbehind, which Safari knows only since 16.4: what may stand before is checked by `isFree`.
const PARTS = new RegExp([
  "```(?:[\\w+-]*\\n)?([^]*?)```",
  "`([^`\\n]{1,400})`",
  "((?:https?://|www\\.)[^\\s<>\"`]{2,2000})",
  "\\*\\*([^*\\s](?:[^*\\n]{0,398}[^*\\s])?)\\*\\*",
  "\\*([^*\\s](?:[^*\\n]{0,398}[^*\\s])?)\\*(?![\\w*])",
  "_([^_\\s](?:[^_\\n]{0,398}[^_\\s])?)_(?!\\w)",
].join("|"), "gi");
const KINDS = ["block", "code", "link", "bold", "italic", "italic"];
const BRACKETS = {")": "(", "]": "[", "}": "{"};
// What makes something else of a name before or behind it: a path, a channel, an address, a longer name.
const NAME_ENDS = "(?![\\p{L}\\p{M}\\p{N}_/\\\\`]|@\\w|\\.\\w|:[\\d/\\w]|[-|[\\]{}^][\\p{L}\\p{N}_])";
const NO_NAME_BEHIND = /[\p{L}\p{N}_@/#$\\]$/u;

// [{kind, text, target}]; kind is text, block, code, link, bold, italic or mention.
export function parts(text, names = []) {
  const found = [];
  let end = 0;
  PARTS.lastIndex = 0;
  for (let match; (match = PARTS.exec(text));) {
    const at = match.slice(1).findIndex((each) => each !== undefined);
    const kind = KINDS[at];
    let part = match[at + 1], rest = "";
    if (kind === "link") [part, rest] = withoutTail(part);
    if (!isFree(kind, text[match.index - 1]) || (kind === "link" && !isLink(part))) {
      PARTS.lastIndex = match.index + 1;
      continue;
    }
    found.push(...plain(text.slice(end, match.index), names));
    const target = kind === "link" ? (/^www\./i.test(part) ? `https://${part}` : part) : "";
    found.push({kind, text: kind === "block" ? part.replace(/\n$/, "") : part, target});
    end = PARTS.lastIndex = match.index + match[0].length - rest.length;
  }
  found.push(...plain(text.slice(end), names));
  return found;
}

// Whether something of that kind may begin behind `before`.
function isFree(kind, before = " ") {
  return kind === "italic" ? !/[\w*]/.test(before) : kind !== "link" || !/\w/.test(before);
}

// A link ends before the stop of its sentence and before a bracket that was opened ahead of it.
function withoutTail(link) {
  let end = link.length;
  while (end) {
    const last = link[end - 1];
    const opening = BRACKETS[last];
    const isOutside = opening && link.slice(0, end).split(last).length > link.slice(0, end).split(opening).length;
    if (!".,;:!?'*_~".includes(last) && !isOutside) break;
    end--;
  }
  return [link.slice(0, end), link.slice(end)];
}

function isLink(text) {
  try {
    const {protocol, hostname, username} = new URL(/^www\./i.test(text) ? `https://${text}` : text);
    return (protocol === "http:" || protocol === "https:") && hostname !== "" && username === "";
  } catch {
    return false;
  }
}

function plain(text, names) {
  const found = [];
  let end = 0;
  for (const [start, stop] of mentionsIn(text, names)) {
    if (start > end) found.push({kind: "text", text: text.slice(end, start)});
    found.push({kind: "mention", text: text.slice(start, stop)});
    end = stop;
  }
  if (end < text.length) found.push({kind: "text", text: text.slice(end)});
  return found;
}

// Where `text` means one of `names`, as [start, end]: never inside another name, an address or a path.
export function mentionsIn(text, names) {
  const wanted = [...names].sort((one, other) => other.length - one.length).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (!text || !wanted.length) return [];
  const found = [];
  for (const match of text.matchAll(new RegExp(`@?(?:${wanted.join("|")})${NAME_ENDS}`, "giu"))) {
    if (!NO_NAME_BEHIND.test(text.slice(0, match.index))) found.push([match.index, match.index + match[0].length]);
  }
  return found;
}

export function isOnlyEmoji(text) {
  return /^(?:\p{Extended_Pictographic}[\p{Emoji_Modifier}\u{fe0f}\u{200d}]*|\p{Regional_Indicator}{2}|\s){1,6}$/u.test(text)
    && /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(text);
}

export function initialsOf(name) {
  const words = name.replace(/(.) \(.*\)$/, "$1").normalize("NFC").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const first = (word) => [...[...word][0].toUpperCase()][0];
  if (!words.length) return "?";
  return words.length > 1 ? first(words[0]) + first(words[words.length - 1]) : first(words[0]);
}

// `isWhole`: with the half of the day, where people say that.
export function clock(time, isWhole = true) {
  const words = new Intl.DateTimeFormat([], {hour: "numeric", minute: "2-digit"}).formatToParts(time);
  return words.filter(({type}) => isWhole || type !== "dayPeriod").map(({value}) => value).join("").trim();
}

export function dayOf(time) {
  const day = new Date(time), today = new Date();
  const before = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (day.toDateString() === today.toDateString()) return "Today";
  if (day.toDateString() === before.toDateString()) return "Yesterday";
  const year = day.getFullYear() === today.getFullYear() ? undefined : "numeric";
  return day.toLocaleDateString([], {weekday: "long", day: "numeric", month: "long", year});
}
