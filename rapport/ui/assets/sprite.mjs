// One SVG sprite of only the Tabler icons that templates and Python name, plus those in icons.txt.
import { existsSync, readFileSync } from 'node:fs';

const named = /\bicon(?:\(|\s*=|"?\s*:)\s*["']([a-z][a-z0-9-]*)["']/g;

function wanted(sources, list) {
  const names = new Map();
  for (const line of list.split('\n')) {
    const name = line.split('#')[0].trim();
    if (name) names.set(name, 'icons.txt');
  }
  for (const { path, text } of sources) {
    for (const [, name] of text.matchAll(named)) names.set(name, path);
  }
  return [...names].sort(([a], [b]) => (a < b ? -1 : 1));
}

function symbol([name, path]) {
  const [, plain, filled] = name.match(/^(.*?)(-filled)?$/);
  const file = `node_modules/@tabler/icons/icons/${filled ? 'filled' : 'outline'}/${plain}.svg`;
  if (!existsSync(file)) throw new Error(`${path} names the icon "${name}", which Tabler does not have.`);
  const paths = readFileSync(file, 'utf8').match(/<path(?! stroke="none")[^>]*>/g).join('');
  return `<symbol id="${name}" viewBox="0 0 24 24">${paths}</symbol>`;
}

export function sprite(sources, list) {
  return `<svg xmlns="http://www.w3.org/2000/svg">${wanted(sources, list).map(symbol).join('')}</svg>\n`;
}
