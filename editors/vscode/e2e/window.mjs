// What a clerk does and sees, in the window: window.mjs native|bundled. Screenshots go to HEGAO_ARTIFACTS.
import assert from 'node:assert';
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeWorkspace, messages, need, openBrowser, startCode, until } from './code.mjs';

const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const kind = process.argv[2];
if (kind !== 'native' && kind !== 'bundled') throw new Error('native or bundled?');
const installed = need('HEGAO_BIN');
const shots = join(need('HEGAO_ARTIFACTS'), kind);
const pictures = join(need('HEGAO_ARTIFACTS'), 'pictures');
for (const each of [shots, pictures]) mkdirSync(each, { recursive: true });

const folder = makeWorkspace();
const draft = join(folder, 'faulty.md');
const code = await startCode({ path: kind === 'native' ? `${installed}:${SYSTEM_PATH}` : SYSTEM_PATH });
const { browser, page } = await openBrowser({ width: 1280, height: 800 });

const editor = page.locator('.editor-group-container.active .monaco-editor').first();
const problems = page.locator('.markers-panel .monaco-list-row');
const menu = page.locator('.action-widget .monaco-list-row');
const status = page.locator('.statusbar-item:has-text("核稿")').first();
const shot = (name) => page.screenshot({ path: join(shots, `${name}.png`) });
/** A picture for the README and the walkthrough: a part of the window, of the bundled server's run. */
const picture = async (name, x = 0, y = 0, width = 1280, height = 800) => {
  if (kind !== 'bundled') return;
  await page.screenshot({ path: join(pictures, `${name}.png`), clip: { x, y, width, height } });
};
const say = (text) => console.log(`  ${text}`);
const openFile = async (name) => {
  await page.locator(`.explorer-folders-view .monaco-list-row:has-text("${name}")`).first().dblclick();
  await page.locator(`.tab.active:has-text("${name}")`).waitFor();
};
/** Run a command as people do; whatever takes the focus meanwhile closes the list: open it again. */
const command = async (title) => {
  const input = page.locator('.quick-input-widget input.input');
  await until(`the command ${title}`, async () => {
    await page.keyboard.press('F1');
    await input.fill(`>${title}`, { timeout: 2000 });
    await page.locator(`.quick-input-list .monaco-list-row:has-text("${title}")`).first().click({ timeout: 2000 });
    return true;
  });
};
/** Put the caret on a problem by clicking it in the list, as people do. */
const goTo = async (part) => {
  if (!(await page.locator('.markers-panel').isVisible())) await page.keyboard.press('Control+Shift+M');
  await page.locator(`.markers-panel .monaco-list-row:has-text("${part}")`).first().dblclick();
  await page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
  await page.locator('.statusbar-item:has-text("selected")').waitFor();
};
/** Open the light bulb's menu and pick. */
const pick = async (title, name) => {
  await until('the light bulb’s menu', async () => {
    await page.keyboard.press('Control+.');
    await menu.first().waitFor({ timeout: 3000 });
    return true;
  });
  await page.locator(`.action-widget .monaco-list-row:has-text("${title}")`).first().waitFor();
  if (name) await shot(name);
  if (name === 'fix') await picture('fix', 352, 90, 928, 540);
  await page.locator(`.action-widget .monaco-list-row:has-text("${title}")`).first().click();
};

try {
  await play();
  console.log(`window-${kind}: passed`);
} catch (error) {
  await shot('failed');
  console.log(`window-${kind}: failed\n${error.stack}`);
  process.exitCode = 1;
} finally {
  await browser.close();
  await code.stop();
  rmSync(join(folder, '..'), { recursive: true });
}

async function play() {
  const began = Date.now();
  await page.goto(`${code.url}/?folder=${encodeURIComponent(folder)}`);
  await page.locator('.explorer-folders-view .monaco-list-row:has-text("faulty.md")').waitFor({ timeout: 60_000 });
  const ready = Date.now();
  await openFile('faulty.md');
  await page.locator('.squiggly-error').first().waitFor({ timeout: 60_000 });
  say(`window ready after ${ready - began} ms; file opened → first squiggle, the server's start included: ${Date.now() - ready} ms`);
  await until('the status bar', async () => /勾稽 40\/42/.test(await status.innerText()));
  await shot('open');
  await picture('open');

  // The mouse on 我乡.
  const word = page.locator('.view-line:has-text("我乡全年")').first();
  await word.waitFor();
  const hover = page.locator('.monaco-hover:visible').first();
  await until('the hover to tell of 我乡', async () => {
    // What arrives late moves the line or closes the hover: look and point anew.
    const squiggle = await page.locator('.squiggly-error').first().boundingBox();
    await page.mouse.move(squiggle.x + squiggle.width / 2, squiggle.y - 60);
    await page.mouse.move(squiggle.x + squiggle.width / 2, squiggle.y + squiggle.height - 6, { steps: 4 });
    await hover.waitFor({ timeout: 3000 });
    return until('its words', async () => /我镇/.test(await hover.innerText({ timeout: 1000 })), 3000);
  });
  await shot('read');
  await picture('read', 352, 40, 928, 400);
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+Shift+M');
  await problems.first().waitFor();
  const listed = await problems.allInnerTexts();
  assert.ok(listed.some((text) => text.includes('我乡')), listed.join('\n'));
  await shot('problems');

  // 我乡: the light bulb.
  await goTo('我乡');
  await pick('改为“我镇”', 'fix');
  await until('我镇', async () => /我镇全年/.test(await editor.innerText()));
  await until('one problem less', async () => !(await problems.allInnerTexts()).some((text) => text.includes('我乡')));

  // A figure in a table: a suggestion that names the cell.
  await goTo('1.本机关不掌握相关政府信息');
  await shot('hints');
  await pick('由 8 改为 3', 'suggestion');
  await until('勾稽 42/42', async () => /勾稽 42\/42/.test(await status.innerText()));

  // Everything that is safe at once.
  await command('核稿: 修正全部');
  await until('the safe corrections', async () => !(await problems.allInnerTexts()).some((text) => /止件数/.test(text)));
  await shot('after-fix-all');

  // A number that the parts do not add up to: written anew by hand.
  await goTo('238条');
  await page.keyboard.insertText('248条');
  await until('one problem left', async () => /核稿 1 处/.test(await status.innerText()));

  // What is left is a figure of the text; leave it, with a note in hegao.toml, and take it back.
  await goTo('15');
  await pick('这一处不再提示', 'suppress');
  await until('hegao.toml', () => existsSync(join(folder, 'hegao.toml')));
  await until('nothing left', async () => !/处/.test(await status.innerText()));
  rmSync(join(folder, 'hegao.toml'));
  await until('the problem to be back', async () => /1 处/.test(await status.innerText()));
  await command('Notifications: Clear All Notifications');
  await goTo('15');
  await pick('把正文的“15”改为“17”');
  await until('the tick', async () => (await status.locator('.codicon-check').count()) === 1);
  await page.keyboard.press('Control+S');
  const expected = judged();
  await until('the saved file', () => readFileSync(draft).equals(expected));
  say('corrected by hand in the window; the saved file is right, byte for byte');
  await page.keyboard.press('Control+j');
  await page.locator('.markers-panel').waitFor({ state: 'hidden' });
  await shot('finish');
  await picture('finish');

  // The view of the report, and the other layouts.
  await openFile('faulty.tab.txt');
  await page.locator('.squiggly-error').first().waitFor();
  await page.locator('.activitybar .action-item:has([aria-label^="核稿"])').click();
  const tree = page.locator('.tree-explorer-viewlet-tree-view .monaco-list-row');
  await until('findings in the tree', async () => (await tree.allInnerTexts()).some((text) => /W101/.test(text)));
  await shot('tree');
  await picture('tree', 0, 36, 900, 570);
  await page.keyboard.press('Control+Shift+E');
  await openFile('faulty.cell.txt');
  await page.locator('.squiggly-error').first().waitFor();
  await shot('cell');

  await openFile('faulty.tab.txt');
  await balance();
  await typing();
  await command('核稿: 五步上手');
  await page.locator('.getting-started-step:has-text("打开草稿")').first().waitFor();
  // Beside the steps there is room for a picture only without the side bar.
  await page.keyboard.press('Control+b');
  await page.locator('.getting-started-media img').first().waitFor();
  await shot('walkthrough');
  await page.keyboard.press('Control+b');
  await openFile('faulty.tab.txt');
  await command('核稿: 校核本文件夹');
  await until('the report of the folder', async () => /核对 4 份/.test(await page.locator('.terminal-wrapper .xterm-rows').innerText()));
  await shot('folder');
  await page.keyboard.press('Control+j');
  await command('核稿: 新建年报');
  await page.locator('.quick-input-widget input.input').fill('云岭镇人民政府');
  await shot('new-report');
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-title:has-text("2/2")').waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.view-line:has-text("一、总体情况")').first().waitFor();
  await until('a report that is checked', async () => /核稿/.test(await status.innerText()));
  await shot('new-report-made');
  await openFile('faulty.tab.txt');
  await goTo('我乡');
  await command('核稿: 说明这条规则');
  await page.frameLocator('iframe.webview').frameLocator('iframe').locator('h1').first().waitFor();
  await shot('rule');
  await page.keyboard.press('Control+j');
  await command('核稿: 诊断环境');
  await page.locator('.view-line:has-text("服务器：")').waitFor();
  const told = await editor.innerText();
  assert.match(told.replace(/\s/g, ''), kind === 'native' ? /已安装的hegao/ : /内置的hegao/);
  await shot('diagnosis');
  assert.deepStrictEqual(await messages(page).allInnerTexts(), [], 'nothing popped up that nobody asked for');
}

/** The sums beside the totals of the tab-separated table. */
async function balance() {
  const row = readFileSync(join(folder, 'faulty.tab.txt'), 'utf8').split('\n').findIndex((line) => line.includes('1.本机关不掌握相关政府信息'));
  await editor.locator('.view-line').first().click();
  await page.keyboard.press('Control+g');
  await page.keyboard.type(String(row + 1));
  await page.keyboard.press('Enter');
  await until('sums beside totals', async () => /✗/.test(await editor.innerText()));
  await shot('balance');
  await picture('balance', 352, 90, 928, 640);
}

/** What the command line and a careful hand make of the draft. */
function judged() {
  const copy = join(folder, '..', 'faulty.md');
  copyFileSync(join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../../../examples/faulty.md'), copy);
  execFileSync(join(installed, 'hegao'), ['check', '--fix', '-q', '--fail-on', 'never', copy], { stdio: 'ignore' });
  const text = readFileSync(copy, 'utf8')
    .replace('我乡', '我镇')
    .replace('238条', '248条')
    .replace('1.本机关不掌握相关政府信息 | 8 |', '1.本机关不掌握相关政府信息 | 3 |')
    .replace('新收政府信息公开申请15件', '新收政府信息公开申请17件');
  return Buffer.from(text);
}

/** From the last key to the mark; a finding that the caret touches would wait on purpose. */
async function typing() {
  await openFile('clean.md');
  await page.locator('.view-line:has-text("（一）主动公开")').first().click();
  await page.keyboard.press('End');
  const times = [];
  for (let round = 0; round < 7; round += 1) {
    const start = Date.now();
    await page.keyboard.insertText('我乡今年');
    await page.locator('.squiggly-error').first().waitFor();
    times.push(Date.now() - start);
    for (let key = 0; key < 4; key += 1) await page.keyboard.press('Backspace');
    await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
  }
  times.sort((a, b) => a - b);
  say(`key → squiggle in the window, ${kind}: median ${times[3]} ms, slowest ${times[6]} ms (7 times)`);
  await command('File: Revert File');
}
