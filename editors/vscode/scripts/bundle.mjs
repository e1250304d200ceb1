// Makes dist/extension.js and dist/worker.mjs.
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const extension = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const common = { bundle: true, platform: 'node', target: 'node20', minify: true, legalComments: 'none', logLevel: 'warning' };
const path = (...parts) => join(extension, ...parts);

await build({ ...common, entryPoints: [path('src/extension.ts')], outfile: path('dist/extension.js'), format: 'cjs', external: ['vscode'] });
await build({ ...common, entryPoints: [path('src/worker/main.ts')], outfile: path('dist/worker.mjs'), format: 'esm' });
