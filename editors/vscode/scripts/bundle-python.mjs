// Makes dist/pyodide and dist/python: Pyodide, and beside it hegao and what it runs on, compiled to byte code.
// Wheels are unpacked here and not at start; byte code carries no times, because unpacking a .vsix changes them.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPyodide } from 'pyodide';

const extension = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const source = process.env.HEGAO_SOURCE ?? resolve(extension, '../..');
const python = process.env.PYTHON ?? 'python3';
const wheels = join(extension, 'build', 'wheels');
const packages = join(extension, 'dist', 'python');
const runtime = join(extension, 'dist', 'pyodide');

/** Run pip; what it says is told only when it fails. */
function pip(...args) {
  const ran = spawnSync(python, ['-m', 'pip', '--disable-pip-version-check', ...args], { encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`pip ${args.join(' ')}: ${ran.error ?? ran.stdout + ran.stderr}`);
}

for (const folder of [wheels, packages, runtime]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

const pyodideFiles = ['pyodide.mjs', 'pyodide.asm.mjs', 'pyodide.asm.wasm', 'python_stdlib.zip', 'pyodide-lock.json'];
for (const name of pyodideFiles) cpSync(join(extension, 'node_modules', 'pyodide', name), join(runtime, name));

const pyodide = await loadPyodide();
const version = pyodide.runPython('import sys; "%d.%d" % sys.version_info[:2]');
pip('wheel', '--quiet', '--no-deps', '--wheel-dir', wheels, source);
pip(
  'download', '--quiet', '--no-deps', '--only-binary=:all:', '--implementation', 'py', '--abi', 'none',
  '--platform', 'any', '--python-version', version, '--dest', wheels,
  '--requirement', join(extension, 'python', 'requirements.txt'),
);

pyodide.FS.mkdirTree('/wheels');
pyodide.mountNodeFS('/wheels', wheels);
pyodide.FS.mkdirTree('/packages');
pyodide.mountNodeFS('/packages', packages);
pyodide.runPython(`
import compileall, pathlib, py_compile, sys, zipfile
for wheel in sorted(pathlib.Path("/wheels").glob("*.whl")):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall("/packages")
fine = compileall.compile_dir("/packages", quiet=1, stripdir="/packages", prependdir="/python",
                              invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
assert fine, "byte code"
`);
if (!existsSync(join(packages, 'hegao_rules'))) throw new Error('no rule packs in the wheel of hegao');
console.log(`Python ${version}: ${readdirSync(wheels).length} wheels`);
