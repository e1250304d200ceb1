// Bundles test/*.test.ts and runs them with Node's own test runner.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const extension = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const names = readdirSync(join(extension, 'test')).filter((name) => name.endsWith('.test.ts'));
if (names.length === 0) throw new Error('no tests');
const out = mkdtempSync(join(tmpdir(), 'hegao-unit-'));
await build({
  entryPoints: names.map((name) => join(extension, 'test', name)),
  outdir: out, outExtension: { '.js': '.mjs' }, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning',
});
const files = names.map((name) => join(out, name.replace(/\.ts$/, '.mjs')));
const { status } = spawnSync(process.execPath, ['--test', '--test-reporter=spec', ...files], {
  stdio: 'inherit', env: { ...process.env, HEGAO_EXTENSION: extension },
});
rmSync(out, { recursive: true });
process.exit(status ?? 1);
