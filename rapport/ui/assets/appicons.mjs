// The icons of the installed app, drawn from logo.svg in pixels: phones take no SVG. The logo is a plate, one stroke and a dot.
import { deflateSync } from 'node:zlib';

const PLATE = [8, 104, 108], SIGN = [254, 253, 251]; // as in logo.svg, light

// Full: the plate fills the square, as a mask or iOS cuts it, and the sign keeps to the middle four fifths.
export function appicon(svg, size, { full = false } = {}) {
  const { stroke, width, dot, radius } = read(svg);
  const pixels = Buffer.alloc(size * (size * 4 + 1));
  const scale = (full ? 25 : 20) / size, shift = full ? -2.5 : 0;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const px = (x + 0.5) * scale + shift, py = (y + 0.5) * scale + shift;
      const plate = full ? 1 : cover(rounded(px, py, radius), scale);
      const sign = Math.max(cover(along(px, py, stroke) - width / 2, scale), cover(Math.hypot(px - dot.x, py - dot.y) - dot.r, scale));
      const at = y * (size * 4 + 1) + 1 + x * 4;
      for (let c = 0; c < 3; c++) pixels[at + c] = Math.round(PLATE[c] + (SIGN[c] - PLATE[c]) * sign);
      pixels[at + 3] = Math.round(255 * plate);
    }
  }
  return png(size, pixels);
}

const cover = (distance, scale) => Math.min(1, Math.max(0, 0.5 - distance / scale)); // of a pixel, from the distance to an edge

function rounded(x, y, radius) {
  const dx = Math.abs(x - 10) - (10 - radius), dy = Math.abs(y - 10) - (10 - radius);
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
}

function along(x, y, points) {
  let least = Infinity;
  for (let i = 1; i < points.length; i++) {
    const [ax, ay] = points[i - 1], [bx, by] = points[i];
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    const t = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
    least = Math.min(least, Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)));
  }
  return least;
}

function read(svg) {
  const attribute = (tag, name) => Number(svg.match(new RegExp(`<${tag}[^>]*\\b${name}="([\\d.]+)"`))[1]);
  return {
    stroke: flatten(svg.match(/<path d="([^"]+)"/)[1]),
    width: attribute('path', 'stroke-width'),
    dot: { x: attribute('circle', 'cx'), y: attribute('circle', 'cy'), r: attribute('circle', 'r') },
    radius: attribute('rect', 'rx'),
  };
}

// The path as points. Of SVG's commands the logo has M, V, v and the arc of a circle, a.
function flatten(path) {
  const points = [];
  for (const [, command, rest] of path.matchAll(/([a-z])([^a-z]*)/gi)) {
    const n = rest.match(/-?[\d.]+/g).map(Number);
    const [x, y] = points.at(-1) ?? [0, 0];
    if (command === 'M') points.push([n[0], n[1]]);
    else if (command === 'V') points.push([x, n[0]]);
    else if (command === 'v') points.push([x, y + n[0]]);
    else if (command === 'a') for (let i = 0; i < n.length; i += 7) points.push(...arc(points.at(-1), n.slice(i, i + 7)));
    else throw new Error(`The logo holds ${command}, which appicons.mjs cannot draw.`);
  }
  return points;
}

function arc([x, y], [r, , , large, sweep, dx, dy]) {
  const half = Math.hypot(dx, dy) / 2, side = large === sweep ? -1 : 1;
  const away = Math.sqrt(Math.max(0, r * r - half * half)) * side;
  const cx = x + dx / 2 - (away * dy) / (2 * half), cy = y + dy / 2 + (away * dx) / (2 * half);
  const begin = Math.atan2(y - cy, x - cx), end = Math.atan2(y + dy - cy, x + dx - cx);
  let turn = end - begin;
  if (sweep && turn <= 0) turn += 2 * Math.PI;
  if (!sweep && turn >= 0) turn -= 2 * Math.PI;
  return Array.from({ length: 32 }, (_, i) => begin + (turn * (i + 1)) / 32).map((angle) => [cx + r * Math.cos(angle), cy + r * Math.sin(angle)]);
}

function png(size, pixels) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(pixels, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc(body), body.length + 4);
  return whole;
}

function crc(bytes) {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return ~value >>> 0;
}
