// Every template and Python file of every room: where class names and icon names are looked for.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const skipped = new Set(['assets', 'built', 'migrations', 'tests', 'locale', '__pycache__']);

function* files(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !skipped.has(entry.name)) yield* files(path);
    else if (entry.isFile() && /\.(html|py)$/.test(entry.name)) yield path;
  }
}

export function sources() {
  return [...files('rapport')].map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}
