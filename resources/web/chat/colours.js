// Which of the theme's ten colours somebody has: the same as in the window (app/ui/theme/avatars.py).

const LIGHTNESS = 0.3;  // how much it counts beside tone
/* global NAME_COLOURS: those of the light theme, put in by assemble.py */

const CRC = Array.from({length: 256}, (_each, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? value >>> 1 ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

// Which of the ten colours somebody has, by account or nickname (CRC-32 of the folded name) or the one they chose.
export function colourOf(name, chosen = "") {
  if (chosen) return nearest(chosen);
  const folded = name.trim().replace(/\s+/g, "_")
    .replace(/[^ı]/gu, (letter) => letter.toUpperCase().toLowerCase()).replace(/ß/g, "ss").normalize("NFC");
  let sum = 0xffffffff;
  for (const byte of new TextEncoder().encode(folded)) sum = sum >>> 8 ^ CRC[(sum ^ byte) & 255];
  return ((sum ^ 0xffffffff) >>> 0) % 10;
}

// OKLab: https://bottosson.github.io/posts/oklab/
function oklab(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const long = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const middle = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const short = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    LIGHTNESS * (0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short),
    1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
  ];
}

function nearest(chosen) {
  const own = oklab(chosen);
  const distances = NAME_COLOURS.map((each) => oklab(each).reduce((sum, value, at) => sum + (value - own[at]) ** 2, 0));
  return distances.indexOf(Math.min(...distances));
}
