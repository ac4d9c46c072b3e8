// A picture without what cameras and programs write beside its pixels: place, time, device, names, previews.
// The pixels stay as they are, byte for byte. The rules are the window's: app/ui/pictures/picture_metadata.py.

const PNG_KEPT = "IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT";
const WEBP_KEPT = "VP8 VP8L VP8X ALPH ANIM ANMF ICCP";
const WEBP_METADATA = 12;  // bits of VP8X: there are Exif and XMP
export const MOST_PICTURE_BYTES = 64e6;  // it is held in memory

const wordAt = (bytes, at, length = 4) => String.fromCharCode(...bytes.subarray(at, at + length));
const isKept = (words, word) => ` ${words} `.includes(` ${word.trim()} `);

// The media type that a file's first bytes tell; "" for no picture.
export function typeOf(bytes) {
  const start = wordAt(bytes, 0);
  return start === "\x89PNG" ? "image/png" : start.startsWith("\xff\xd8\xff") ? "image/jpeg" : start === "GIF8" ? "image/gif"
    : start === "RIFF" && wordAt(bytes, 8) === "WEBP" ? "image/webp" : "";
}

// What of the picture in `bytes`, which is of `type`, goes out, as pieces of it; a GIF as it is.
export function barePieces(bytes, type) {
  const view = new DataView(bytes.buffer);
  return type === "image/jpeg" ? bareJpeg(bytes, view) : type === "image/png" ? barePng(bytes, view)
    : type === "image/webp" ? bareWebp(bytes, view) : [bytes];
}

// https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annex B. What follows the picture's end is left out.
function bareJpeg(bytes, view) {
  const pieces = [bytes.subarray(0, 2)];
  let turn = 1, behindJfif = 1, at = 2;
  while ((at = bytes.indexOf(0xff, at)) >= 0) {
    const start = at, marker = bytes[++at];
    if (marker === 0xd9) {
      pieces.push(bytes.subarray(start, at + 1));
      break;
    }
    if (!marker || marker === 0xff || marker === 1 || (marker >= 0xd0 && marker <= 0xd8)) continue;
    if (at + 2 >= bytes.length) break;
    const content = at + 3, name = wordAt(bytes, content, 11);
    const end = at + 1 + Math.max(2, view.getUint16(at + 1));
    if (marker === 0xe0 && name.startsWith("JFIF\0")) {
      const head = new Uint8Array(18);  // without a small picture
      head.set(bytes.subarray(start, Math.min(start + 16, end)));
      head.set([0, 16], 2);
      pieces.push(head);
      behindJfif = pieces.length;
    } else if (marker === 0xe1 && name.startsWith("Exif\0\0") && turn === 1) {
      turn = turnOf(view, content + 6);
    } else if (isSeen(marker, name)) {
      pieces.push(bytes.subarray(start, end));
    }
    at = end;
    if (marker === 0xda) {  // its scan ends before the next marker
      while ((at = bytes.indexOf(0xff, at)) >= 0 && (bytes[at + 1] % 255 === 0 || (bytes[at + 1] & 0xf8) === 0xd0)) at++;
      if (at < 0) at = bytes.length;
      pieces.push(bytes.subarray(end, at));
    }
  }
  // Exif with one entry: which way is up
  if (turn > 1) pieces.splice(behindJfif, 0, new Uint8Array([0xff, 0xe1, 0, 34, 69, 120, 105, 102, 0, 0, 77, 77, 0, 42, 0, 0, 0, 8,
    0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0, 0, 0, 0, 0]));
  return pieces;
}

// Whether a segment tells how a picture looks: profiles of colours, how inks are meant, and all that is no APPn or comment.
function isSeen(marker, name) {
  return marker === 0xe2 && name === "ICC_PROFILE" || marker === 0xee && name.startsWith("Adobe") || marker < 0xe0 || marker > 0xef && marker !== 0xfe;
}

// Exif 2.32, section 4.6.4: 1 to 8; 1 is upright.
function turnOf(view, tiff) {
  try {
    const isLittle = view.getUint16(tiff) === 0x4949;
    let entry = tiff + view.getUint32(tiff + 4, isLittle);
    let count = view.getUint16(entry, isLittle);
    for (entry += 2; count--; entry += 12) {
      if (view.getUint16(entry, isLittle) === 0x112) {
        const turn = view.getUint16(entry + 8, isLittle);
        return turn <= 8 ? turn : 1;
      }
    }
  } catch {
    // it ends too soon
  }
  return 1;
}

// https://www.w3.org/TR/png-3/
function barePng(bytes, view) {
  const pieces = [bytes.subarray(0, 8)];
  for (let at = 8, end; at + 12 <= bytes.length; at = end) {
    end = at + 12 + view.getUint32(at);
    const kind = wordAt(bytes, at + 4);
    if (isKept(PNG_KEPT, kind)) pieces.push(bytes.subarray(at, end));
    if (kind === "IEND") break;
  }
  return pieces;
}

// RFC 9649
function bareWebp(bytes, view) {
  const head = bytes.slice(0, 12), pieces = [head], whole = Math.min(bytes.length, 8 + view.getUint32(4, true));
  let total = 4;
  for (let at = 12, end; at + 8 <= whole; at = end) {
    const size = view.getUint32(at + 4, true), kind = wordAt(bytes, at);
    end = at + 8 + size + size % 2;
    if (!isKept(WEBP_KEPT, kind)) continue;
    const piece = bytes.slice(at, end);
    if (kind === "VP8X") piece[8] &= ~WEBP_METADATA;
    pieces.push(piece);
    total += piece.length;
  }
  new DataView(head.buffer).setUint32(4, total, true);
  return pieces;
}
