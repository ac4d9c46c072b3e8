// SHA-256 (FIPS 180-4), HMAC, PBKDF2 and what SCRAM-SHA-256 makes of them (RFC 5802, 7677).
// By hand, as a page that came over http has no crypto.subtle.

const K = new Uint32Array(64);
const START = new Uint32Array(8);

// Fractions of the cube and square roots of the first primes (FIPS 180-4 sections 4.2.2 and 5.3.3).
(function primes() {
  const fraction = (value) => (value - Math.floor(value)) * 4294967296 | 0;
  let found = 0;
  for (let number = 2; found < 64; number++) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= number; divisor++) {
      if (number % divisor === 0) isPrime = false;
    }
    if (!isPrime) continue;
    if (found < 8) START[found] = fraction(Math.sqrt(number));
    K[found++] = fraction(Math.cbrt(number));
  }
})();

const W = new Uint32Array(64);

function compress(state, block, at) {
  for (let i = 0; i < 16; i++, at += 4) {
    W[i] = block[at] << 24 | block[at + 1] << 16 | block[at + 2] << 8 | block[at + 3];
  }
  for (let i = 16; i < 64; i++) {
    const a = W[i - 15], b = W[i - 2];
    const s0 = (a >>> 7 | a << 25) ^ (a >>> 18 | a << 14) ^ a >>> 3;
    const s1 = (b >>> 17 | b << 15) ^ (b >>> 19 | b << 13) ^ b >>> 10;
    W[i] = W[i - 16] + s0 + W[i - 7] + s1 | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7);
    const one = h + s1 + (e & f ^ ~e & g) + K[i] + W[i] | 0;
    const s0 = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10);
    const two = s0 + (a & b ^ a & c ^ b & c) | 0;
    h = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] = state[i] + word | 0; });
}

export function sha256(data) {
  const padded = new Uint8Array((data.length + 72 >> 6) << 6);
  padded.set(data);
  padded[data.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(data.length / 536870912));
  view.setUint32(padded.length - 4, data.length << 3);
  const state = START.slice();
  for (let at = 0; at < padded.length; at += 64) compress(state, padded, at);
  const digest = new Uint8Array(32);
  const out = new DataView(digest.buffer);
  state.forEach((word, i) => out.setUint32(4 * i, word));
  return digest;
}

export function hmac(key, data) {
  const block = new Uint8Array(64);
  block.set(key.length > 64 ? sha256(key) : key);
  const inner = sha256(joined(block.map((byte) => byte ^ 0x36), data));
  return sha256(joined(block.map((byte) => byte ^ 0x5c), inner));
}

// RFC 8018 section 5.2, for one block of 32 bytes.
export function pbkdf2(password, salt, iterations) {
  let last = hmac(password, joined(salt, Uint8Array.of(0, 0, 0, 1)));
  const sum = last.slice();
  for (let i = 1; i < iterations; i++) {
    last = hmac(password, last);
    for (let at = 0; at < 32; at++) sum[at] ^= last[at];
  }
  return sum;
}

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function utf8(text) {
  return new TextEncoder().encode(text);
}

export function toBase64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}

// A word that IRC takes anywhere: for labels, batches and ids.
export function randomWord(bytes) {
  return toBase64(randomBytes(bytes)).replace(/[+/=]/g, "0");
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

export function randomBytes(count) {
  return crypto.getRandomValues(new Uint8Array(count));
}

// The keys of a secret: what the page keeps, and `storedKey`, which the hub may know.
export function makeKeys(secret, salt, iterations) {
  const salted = pbkdf2(utf8(secret), salt, iterations);
  const clientKey = hmac(salted, utf8("Client Key"));
  return {clientKey, serverKey: hmac(salted, utf8("Server Key")), storedKey: sha256(clientKey)};
}

const MOST_ITERATIONS = 100_000;  // some seconds of a phone

// One login. `kept`: {account, salt, iterations, clientKey, serverKey} or {account, secret}; bytes as base64.
export class ScramLogin {
  constructor(kept) {
    this.kept = kept;
    this.nonce = toBase64(randomBytes(18));
    this.first = `n=${kept.account.replace(/=/g, "=3D").replace(/,/g, "=2C")},r=${this.nonce}`;
    this.keys = {};  // what is to be kept, as the account was proved by it
  }

  // What begins it; what ends it once the hub has proved that it knows the account, too.
  begin() {
    return this.hasBegun ? null : (this.hasBegun = true, utf8(`n,,${this.first}`));
  }

  // What is said to the hub's challenge or last message, nothing to a good one; null breaks off.
  answer(data) {
    const text = new TextDecoder().decode(data);
    if (this.expected) return text === `v=${this.expected}` ? new Uint8Array(0) : null;
    return this.prove(text);
  }

  prove(challenge) {
    const fields = new Map(challenge.split(",").map((each) => [each[0], each.slice(2)]));
    const nonce = fields.get("r") ?? "", iterations = Number(fields.get("i"));
    if (!nonce.startsWith(this.nonce) || nonce === this.nonce) return null;
    const keys = this.keysFor(fields.get("s") ?? "", iterations);
    if (!keys) return null;
    const last = `c=biws,r=${nonce}`;
    const all = utf8(`${this.first},${challenge},${last}`);
    const clientKey = fromBase64(keys.clientKey);
    const signature = hmac(sha256(clientKey), all);
    this.keys = keys;
    this.expected = toBase64(hmac(fromBase64(keys.serverKey), all));
    return utf8(`${last},p=${toBase64(clientKey.map((byte, at) => byte ^ signature[at]))}`);
  }

  // Keys are for one salt: another one is of another hub, or of an account that somebody else has made.
  keysFor(salt, iterations) {
    const {kept} = this;
    if (kept.clientKey) return salt === kept.salt && iterations === kept.iterations ? kept : null;
    if (!(iterations >= 1 && iterations <= MOST_ITERATIONS)) return null;
    const {clientKey, serverKey} = makeKeys(kept.secret, fromBase64(salt), iterations);
    return {salt, iterations, clientKey: toBase64(clientKey), serverKey: toBase64(serverKey)};
  }
}
