// Names as the wire takes them.
import {byteLength} from "./wire.js";

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
