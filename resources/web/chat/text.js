// A message's text as parts: links, code, bold, italic and own names. Never HTML: text stays text.

const PARTS = new RegExp([
  "```(?:[\\w+-]*\\n)?([^]*?)```",
  "`([^`\\n]{1,400})`",
  "((?:https?://|www\\.)[^\\s<>\"`]{2,2000})",
  "\\*\\*(?=\\S)([^*\\n]{1,400}?)(?<=\\S)\\*\\*",
  "(?<![\\w*])\\*(?=\\S)([^*\\n]{1,400}?)(?<=\\S)\\*(?![\\w*])",
  "(?<!\\w)_(?=\\S)([^_\\n]{1,400}?)(?<=\\S)_(?!\\w)",
].join("|"), "g");
const KINDS = ["block", "code", "link", "bold", "italic", "italic"];
const BRACKETS = {")": "(", "]": "[", "}": "{"};

// [{kind, text, target}]; kind is text, block, code, link, bold, italic or mention.
export function parts(text, names = []) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(PARTS)) {
    const at = match.slice(1).findIndex((each) => each !== undefined);
    let part = match[at + 1], rest = "";
    if (KINDS[at] === "link") {
      [part, rest] = withoutTail(part);
      if (!isLink(part)) continue;
    }
    if (match.index < end) continue;
    found.push(...plain(text.slice(end, match.index), names));
    const target = KINDS[at] === "link" ? (part.startsWith("www.") ? `https://${part}` : part) : "";
    found.push({kind: KINDS[at], text: KINDS[at] === "block" ? part.replace(/\n$/, "") : part, target});
    end = match.index + match[0].length - rest.length;
  }
  found.push(...plain(text.slice(end), names));
  return found;
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
    const {protocol, hostname} = new URL(text.startsWith("www.") ? `https://${text}` : text);
    return (protocol === "http:" || protocol === "https:") && hostname !== "";
  } catch {
    return false;
  }
}

function plain(text, names) {
  const found = [];
  const wanted = names.filter(Boolean).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (!text) return found;
  if (!wanted.length) return [{kind: "text", text}];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])@?(?:${wanted.join("|")})(?![\\p{L}\\p{N}_])`, "giu");
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) found.push({kind: "text", text: text.slice(end, match.index)});
    found.push({kind: "mention", text: match[0]});
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push({kind: "text", text: text.slice(end)});
  return found;
}

export function isOnlyEmoji(text) {
  return /^(?:\p{Extended_Pictographic}[\p{Emoji_Modifier}\u{fe0f}\u{200d}]*|\p{Regional_Indicator}{2}|\s){1,9}$/u.test(text)
    && /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(text);
}

const CRC = Array.from({length: 256}, (_each, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? value >>> 1 ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

// Which of the ten colours belongs to a name; the same as in the window of Hubbub (CRC-32 of the folded name).
export function colourOf(name) {
  const folded = name.trim().replace(/\s+/g, "_").toLowerCase().replace(/ß/g, "ss").normalize("NFC");
  let sum = 0xffffffff;
  for (const byte of new TextEncoder().encode(folded)) sum = sum >>> 8 ^ CRC[(sum ^ byte) & 255];
  return ((sum ^ 0xffffffff) >>> 0) % 10;
}

export function initialsOf(name) {
  const words = name.split(/[\s_.-]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = (word) => /[\p{L}\p{N}]/u.exec(word)?.[0].toUpperCase() ?? "";
  if (!words.length) return "?";
  return words.length > 1 ? first(words[0]) + first(words[words.length - 1]) : first(words[0]);
}

export function clock(time) {
  return new Date(time).toLocaleTimeString([], {hour: "2-digit", minute: "2-digit"});
}

export function dayOf(time) {
  const day = new Date(time), today = new Date();
  const before = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (day.toDateString() === today.toDateString()) return "Today";
  if (day.toDateString() === before.toDateString()) return "Yesterday";
  const year = day.getFullYear() === today.getFullYear() ? undefined : "numeric";
  return day.toLocaleDateString([], {weekday: "long", day: "numeric", month: "long", year});
}
