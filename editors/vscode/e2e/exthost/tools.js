// What the tests have in common.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');

const say = (text) => console.log(`T: ${text}`);
const folder = () => vscode.workspace.workspaceFolders[0].uri.fsPath;
const inFolder = (name) => path.join(folder(), name);

/** Try until it gives something true. */
async function until(what, attempt, milliseconds = 30_000) {
  const end = Date.now() + milliseconds;
  let last;
  while (Date.now() < end) {
    try {
      last = await attempt();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    await new Promise((go) => setTimeout(go, 20));
  }
  throw new Error(`timed out waiting for ${what}; last: ${last instanceof Error ? last.stack : JSON.stringify(last)}`);
}

let asked = 0;

/** That so many messages are there, with a part of their text. */
async function messages(count, part = '') {
  await vscode.commands.executeCommand('notifications.showList');
  await ask('messages', count, part);
}

/** Ask the window to do something. It tells of failures itself. */
async function ask(what, ...words) {
  asked += 1;
  const answer = path.join(folder(), '..', `answer-${asked}`);
  say(`ask ${asked} ${what} ${words.join(' ')}`);
  await until(`the window to answer ${what}`, () => fs.existsSync(answer));
}

/** The extension's own face. */
async function api() {
  const extension = vscode.extensions.getExtension('hegao.hegao');
  assert.ok(extension, 'the extension is installed');
  return extension.activate();
}

async function open(name) {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(inFolder(name)));
  return vscode.window.showTextDocument(document, { preview: false });
}

const codeOf = (diagnostic) => String(diagnostic.code?.value ?? diagnostic.code);
const findings = (document) =>
  vscode.languages.getDiagnostics(document.uri).filter((diagnostic) => diagnostic.source === 'hegao');
const places = (found) => found.map((each) => `${each.code} ${each.line}:${each.from}-${each.toLine}:${each.to}`).sort();
const placesOf = (document) =>
  places(findings(document).map((each) => ({
    code: codeOf(each), line: each.range.start.line, from: each.range.start.character,
    toLine: each.range.end.line, to: each.range.end.character,
  })));

/** What the command line finds in a file: the editor must find the same. */
function foundByCommandLine(name) {
  const ran = require('node:child_process').spawnSync(
    path.join(process.env.HEGAO_BIN, 'hegao'), ['check', '--output-format', 'json', '--fail-on', 'never', inFolder(name)],
    { encoding: 'utf8', env: { ...process.env, PYTHONUTF8: '1' } },
  );
  assert.strictEqual(ran.status, 0, ran.stderr);
  return JSON.parse(ran.stdout);
}

/** The text of a file after a run of the command line. */
function afterCommandLine(name, ...options) {
  const copy = path.join(folder(), '..', `copy-of-${name}`);
  fs.copyFileSync(inFolder(name), copy);
  const ran = require('node:child_process').spawnSync(
    path.join(process.env.HEGAO_BIN, 'hegao'), ['check', '--fail-on', 'never', '-q', ...options, copy],
    { encoding: 'utf8', env: { ...process.env, PYTHONUTF8: '1' } },
  );
  assert.strictEqual(ran.status, 0, ran.stderr);
  return fs.readFileSync(copy);
}

/** Code actions; VS Code cancels the request when another provider registers meanwhile: ask again. */
const actions = (document, range, kind, resolved = 0) =>
  until(`code actions ${kind}`, () =>
    vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, range, kind, resolved).then(
      (found) => found.length > 0 && found,
      () => null,
    ),
  );

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

module.exports = { say, ask, messages, until, api, open, folder, inFolder, codeOf, findings, places, placesOf, foundByCommandLine, afterCommandLine, actions, median };
