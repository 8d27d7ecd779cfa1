// Turns the assets of `ui` into rapport/ui/static/built: one stylesheet, one script and one for charts, Inter, a sprite of the icons in use, and the icons of the installed app.
// Run by hatch_build.py, which also says when it must run again.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { appicon } from './appicons.mjs';
import { sources } from './sources.mjs';
import { sprite } from './sprite.mjs';
import { tabler } from './tabler.mjs';

const assets = 'rapport/ui/assets';
const built = 'rapport/ui/static/built';

rmSync(built, { recursive: true, force: true });
mkdirSync(built, { recursive: true });
mkdirSync('node_modules/.rapport', { recursive: true });

writeFileSync('node_modules/.rapport/tabler.css', await tabler());
const logo = readFileSync('rapport/ui/static/logo.svg', 'utf8');
for (const size of [192, 512]) writeFileSync(`${built}/app-${size}.png`, appicon(logo, size));
writeFileSync(`${built}/app-maskable.png`, appicon(logo, 512, { full: true }));
writeFileSync(`${built}/app-touch.png`, appicon(logo, 180, { full: true }));
writeFileSync(`${built}/icons.svg`, sprite(sources(), readFileSync(`${assets}/icons.txt`, 'utf8')));

await build({
  entryPoints: { app: `${assets}/css/app.css` },
  outdir: built,
  bundle: true,
  minify: true,
  assetNames: 'fonts/[name]',
  loader: { '.woff2': 'file' },
  logLevel: 'warning',
});
await build({
  entryPoints: { app: `${assets}/js/app.js`, charts: `${assets}/js/charts.js` },
  outdir: built,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  logLevel: 'warning',
});
