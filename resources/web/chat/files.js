// Files that are shared in a room: what a message says of one, sending one by HTTP, a small picture of one.
import {cut, withoutCodes} from "./wire.js";

export const BROKEN = "The connection broke before the file was sent.";
export const FILE = "+hubbub.chat/file";
const ID = /^[A-Za-z0-9_-]{22}$/;
const SHOWN = ["image/png", "image/jpeg", "image/gif", "image/webp"];
const THUMBNAIL_SIDE = 480;
const THUMBNAIL_BYTES = 40 * 1024;

// {id, name, size, type, width, height, thumbnail} of the tag's value; null for what makes no sense.
export function readFile(value) {
  const parts = (value ?? "").split(";").map((each) => decode(each));
  const [id, name, size, type, , width, height, thumbnail] = parts;
  if (!ID.test(id) || !name || !/^\d{1,15}$/.test(size ?? "")) return null;
  const side = (text) => /^\d{1,5}$/.test(text ?? "") ? Number(text) : 0;
  return {
    id, name: withoutCodes(name).slice(0, 255), size: Number(size), type: type ?? "",
    width: side(width), height: side(height), thumbnail: ID.test(thumbnail ?? "") ? thumbnail : "",
  };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

export function isPicture(file) {
  return SHOWN.includes(file.type);
}

// Where this page reads a file: always at its own hub, whatever a message says.
export function pathOf(id, name) {
  return `/f/${id}/${encodeURIComponent(name)}`;
}

// The caption: a text without its last word, where that is the file's own link.
export function captionOf(text, file) {
  const words = text.trimEnd();
  const at = Math.max(words.lastIndexOf(" "), words.lastIndexOf("\n"));
  return words.slice(at + 1).includes(`/f/${file.id}/`) ? words.slice(0, Math.max(at, 0)).trimEnd() : text;
}

export function sizeInWords(bytes) {
  const units = ["bytes", "KB", "MB", "GB"];
  let size = bytes, unit = 0;
  while (size >= 1000 && unit < 3) {
    size /= 1000;
    unit++;
  }
  return `${unit && size < 10 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}

// Send one file; resolves to {id, link}, rejects with a sentence. `onProgress`: bytes so far.
export function upload(blob, name, token, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/files");
    request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.setRequestHeader("Content-Type", blob.type || "application/octet-stream");
    request.setRequestHeader("Content-Disposition", `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () => {
      const link = request.getResponseHeader("Location") ?? "";
      const id = /\/f\/([A-Za-z0-9_-]{22})\//.exec(link)?.[1];
      if (request.status === 201 && id) resolve({id, link});
      else reject(request.responseText.trim().split("\n")[0].slice(0, 200) || "The host did not take the file.");
    };
    request.onerror = () => reject(BROKEN);
    request.onabort = () => reject("");
    if (signal.aborted) {
      reject("");
      return;
    }
    signal.addEventListener("abort", () => request.abort());
    request.send(blob);
  });
}

// {small, width, height} of a picture: `small` is a JPEG of its pixels alone; null where there is none.
export async function thumbnailOf(file) {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const {naturalWidth: width, naturalHeight: height} = image;
    const scale = Math.min(1, THUMBNAIL_SIDE / Math.max(width, height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    for (const quality of [0.8, 0.6, 0.4, 0.2]) {
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
      if (blob && blob.size <= THUMBNAIL_BYTES) return {small: blob, width, height};
    }
  } catch {
    // no picture that this browser can show
  } finally {
    URL.revokeObjectURL(url);
  }
  return null;
}

// What the tag of a message says of a file; the hub puts in what it keeps of it.
export function fileTag({id, name, size, type, width, height, thumbnail}) {
  const words = [id, name, size, type, "", width || "", height || "", thumbnail];
  return words.map((each) => String(each).replace(/[%;\x00-\x1f\x7f-\x9f]/g, encodeURIComponent)).join(";");
}

export function bareName(name) {
  return cut(name.split(/[\\/]/).pop() || "file", "\0")[0];
}
