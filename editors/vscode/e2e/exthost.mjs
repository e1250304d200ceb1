// Runs exthost/index.js inside the real extension host of VS Code: exthost.mjs SCENARIO
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { here, makeWorkspace, messages, need, openBrowser, startCode, until } from './code.mjs';

const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What differs between the scenarios. `native`: hegao is on PATH. */
const SCENARIOS = {
  native: { test: 'drafts', native: true },
  bundled: { test: 'drafts', native: false },
  choosing: { test: 'choosing', native: true, prepare: gbkDraft },
  untrusted: { test: 'untrusted', native: true, settings: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' } },
  quiet: { test: 'quiet', native: true, prepare: unrelatedFiles },
};

function unrelatedFiles(folder) {
  for (let index = 0; index < 500; index += 1) {
    writeFileSync(join(folder, `会议记录-${index}.md`), `# 会议记录${index}\n\n我乡第${index}次会议，共10人，其中男6人，女5人。\n`);
  }
}

function gbkDraft(folder) {
  const draft = join(folder, 'faulty.md');
  writeFileSync(join(folder, '..', 'gbk.md'), execFileSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030', draft]));
}

const name = process.argv[2];
const scenario = SCENARIOS[name];
if (!scenario) throw new Error(`which scenario? ${Object.keys(SCENARIOS).join(' ')}`);
const folder = makeWorkspace();
scenario.prepare?.(folder);
const installed = need('HEGAO_BIN');
const code = await startCode({
  path: scenario.native ? `${installed}:${SYSTEM_PATH}` : SYSTEM_PATH,
  settings: scenario.settings,
  tests: true,
  env: { HEGAO_TEST: scenario.test, HEGAO_KIND: scenario.native ? 'native' : 'bundled', HEGAO_BIN: installed },
});
const { browser, page } = await openBrowser();
let finish;
const finished = new Promise((done) => (finish = done));
const failures = [];

/** The window answers what the extension host cannot see. */
const asked = {
  /** That exactly so many messages are there: `messages N` or `messages N PART-OF-TEXT`. */
  messages: async (count, ...part) => {
    await page.locator('.notifications-center:visible').waitFor();
    const wanted = Number(count);
    const texts = await until(`${wanted} messages`, async () => {
      const shown = await messages(page).allInnerTexts();
      return shown.length >= wanted && shown;
    });
    if (texts.length !== wanted || !texts.every((text) => text.includes(part.join(' ')))) {
      failures.push(`messages: wanted ${wanted} with “${part.join(' ')}”, there are ${JSON.stringify(texts)}`);
    }
  },
  /** Press a button of a message. */
  press: async (label) => {
    await page.locator(`.notifications-center .monaco-button:has-text("${label}")`).click();
  },
};

await page.exposeFunction('codeAutomationLog', async (_type, args) => {
  const line = args.join(' ');
  const said = /T: (.*)/s.exec(line);
  if (said === null) {
    if (process.env.VERBOSE) console.log(line);
    return;
  }
  const order = /^ask (\d+) (\w+) ?(.*)/.exec(said[1]);
  if (order === null) {
    console.log(`  ${said[1]}`);
    return;
  }
  try {
    await asked[order[2]](...order[3].split(' ').filter(Boolean));
  } catch (error) {
    failures.push(String(error));
  }
  writeFileSync(join(folder, '..', `answer-${order[1]}`), '');
});
await page.exposeFunction('codeAutomationExit', (status) => finish(status));
const remote = (path) => `vscode-remote://${new URL(code.url).host}${path}`;
const payload = JSON.stringify([
  ['extensionDevelopmentPath', remote(join(here, 'exthost'))],
  ['extensionTestsPath', remote(join(here, 'exthost', 'index.js'))],
]);
console.log(`${name}:`);
await page.goto(`${code.url}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(payload)}`);
const status = await Promise.race([finished, new Promise((go) => setTimeout(() => go('timeout'), 240_000))]);
if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT });
if (status !== 0 || failures.length > 0) {
  const shots = need('HEGAO_ARTIFACTS');
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `failed-${name}.png`) });
}
await browser.close();
await code.stop();
rmSync(join(folder, '..'), { recursive: true });
for (const failure of failures) console.log(`  FAILED ${failure}`);
console.log(`${name}: ${status === 0 && failures.length === 0 ? 'passed' : `failed (${status})`}`);
process.exit(status === 0 && failures.length === 0 ? 0 : 1);
