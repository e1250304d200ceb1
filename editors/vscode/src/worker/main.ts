/** The thread of the bundled server: Python in WebAssembly, fed message by message. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { PyodideAPI } from 'pyodide';
import { mountsAtStart, mountsFor, type Mount } from './mounts';
import type { FromWorker, Start, ToWorker } from './protocol';

const PACKAGES = '/hegao-packages';

const SERVE = `
from hegao.lsp.embedded import start
start
`;

const COMMAND = `
import sys
from hegao.cli import main
def run(arguments):
    status = main(list(arguments))
    sys.stdout.flush()
    return status
run
`;

function say(message: FromWorker): void {
  parentPort!.postMessage(message);
}

function mount(pyodide: PyodideAPI, { host, inside }: Mount, mounted: Set<string>): void {
  if (mounted.has(inside)) return;
  mounted.add(inside);
  try {
    pyodide.FS.mkdirTree(inside);
    pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: host }, inside);
  } catch {
    // A folder nobody may read holds no draft.
    say({ type: 'log', text: `不能读 ${host}` });
  }
}

async function load(start: Start): Promise<PyodideAPI> {
  const { loadPyodide } = (await import(
    pathToFileURL(join(start.runtime, 'pyodide.mjs')).href
  )) as typeof import('pyodide');
  const log = (text: string): void => say({ type: 'log', text });
  const output = start.command ? (text: string): void => say({ type: 'output', text }) : log;
  const pyodide = await loadPyodide({
    indexURL: start.runtime,
    env: { HOME: '/', PYTHONUTF8: '1', PYTHONDONTWRITEBYTECODE: '1' },
    stdout: output,
    stderr: output,
  });
  pyodide.FS.chdir('/');
  pyodide.FS.mkdirTree(PACKAGES);
  pyodide.mountNodeFS(PACKAGES, start.packages);
  pyodide.runPython(`import sys; sys.path.insert(0, "${PACKAGES}")`);
  return pyodide;
}

async function main(): Promise<void> {
  const start = workerData as Start;
  const began = Date.now();
  const waiting: string[] = [];
  let receive = (json: string): void => void waiting.push(json);
  parentPort!.on('message', (message: ToWorker) => receive(message.json));

  const pyodide = await load(start);
  const mounted = new Set<string>();
  const roots = process.platform === 'win32' ? [] : readdirSync('/');
  for (const each of mountsAtStart(process.platform, roots)) mount(pyodide, each, mounted);

  if (start.command) {
    const { args, folder } = start.command;
    for (const each of mountsFor(process.platform, pathToFileURL(folder).href)) mount(pyodide, each, mounted);
    say({ type: 'ended', status: Number(pyodide.runPython(COMMAND)(args)) });
    return;
  }
  const feed = pyodide.runPython(SERVE)(
    (json: string) => say({ type: 'message', json }),
    (status: number) => say({ type: 'ended', status }),
  ) as (json: string) => void;
  receive = (json) => {
    for (const each of mountsFor(process.platform, json)) mount(pyodide, each, mounted);
    feed(json);
  };
  say({ type: 'ready', milliseconds: Date.now() - began });
  for (const json of waiting.splice(0)) receive(json);
}

void main();
