// One line of IRC as a value, parsed and written.
// https://modern.ircdocs.horse/#message-format and https://ircv3.net/specs/extensions/message-tags

const ESCAPES = {";": "\\:", " ": "\\s", "\\": "\\\\", "\r": "\\r", "\n": "\\n"};
const UNESCAPES = {":": ";", s: " ", "\\": "\\", r: "\r", n: "\n"};

// {tags, source, nick, command, params}; null for what is no message.
export function parseLine(line) {
  let rest = line.replace(/[\r\n]+$/, "");
  const tags = Object.create(null);
  if (rest.startsWith("@")) {
    const [words, after] = cut(rest.slice(1), " ");
    for (const item of words.split(";")) {
      const [key, value] = cut(item, "=");
      if (key) tags[key] = unescapeTag(value);
    }
    rest = after.trimStart();
  }
  let source = "";
  if (rest.startsWith(":")) {
    [source, rest] = cut(rest.slice(1), " ");
    rest = rest.trimStart();
  }
  const params = [];
  let command = "";
  [command, rest] = cut(rest, " ");
  while (rest) {
    rest = rest.replace(/^ +/, "");
    if (rest.startsWith(":")) {
      params.push(rest.slice(1));
      break;
    }
    let word = "";
    [word, rest] = cut(rest, " ");
    if (word) params.push(word);
  }
  return command ? {tags, source, nick: source.split("!")[0], command: command.toUpperCase(), params} : null;
}

// A line without its end. Parameters but the last hold no space.
export function formatLine(command, params = [], tags = {}) {
  const words = Object.entries(tags).map(([key, value]) => value ? `${key}=${escapeTag(value)}` : key);
  const clean = params.map((each) => String(each).replace(/[\r\n\0]/g, " "));
  const last = clean.pop();
  const tail = last === undefined ? [] : [/^[^ :][^ ]*$/.test(last) ? last : `:${last}`];
  return [...(words.length ? [`@${words.join(";")}`] : []), command, ...clean, ...tail].join(" ");
}

export function cut(text, separator) {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}

function escapeTag(value) {
  return value.replace(/[; \\\r\n]/g, (each) => ESCAPES[each]);
}

function unescapeTag(value) {
  return value.replace(/\\(.?)/g, (_all, letter) => UNESCAPES[letter] ?? letter);
}

// Nicknames and channels are compared like this (CASEMAPPING=ascii of our hubs).
export function fold(name) {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

export function byteLength(text) {
  return new TextEncoder().encode(text).length;
}

// `text` in pieces of at most `limit` bytes of UTF-8, parted between characters.
export function pieces(text, limit) {
  const found = [];
  let piece = "", size = 0;
  for (const letter of text) {
    const width = byteLength(letter);
    if (piece && size + width > limit) {
      found.push(piece);
      piece = "";
      size = 0;
    }
    piece += letter;
    size += width;
  }
  if (piece || !found.length) found.push(piece);
  return found;
}

// Colours and weights; what a terminal was meant to do; what is left of them, and what turns other characters around.
const CODES = /\x03(\d{1,2}(,\d{1,2})?)?|\x04([\da-f]{6}(,[\da-f]{6})?)?|(\x1b\[|\x9b)[0-?]*[!-/]*[@-~]?|(\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])([^\x07\x1b\x9c\n]{0,400}(\x07|\x1b\\|\x9c)|[\d;]*)|\x1b([ -/]+[0-~]|[78=>])|[\0-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e]/gi;

// What codes for colours, weights and terminals leave of a text: the same as in the window (app/irc/text.py).
export function withoutCodes(text) {
  return text.replace(CODES, "").replace(/([\p{M}\u200b-\u200d]{4})[\p{M}\u200b-\u200d]+/gu, "$1");
}
