// Bad input: no Python, wrong Pythons, a hegao too old, broken settings, a server that dies.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');
const t = require('./tools.js');

/** Programs that pretend, one for each thing that goes wrong on real machines. */
const PRETENDERS = {
  'python2.7': '#!/bin/sh\nif [ "$1" = -c ]; then echo "python 2.7"; else echo "No module named hegao" >&2; exit 1; fi\n',
  'python3.8': '#!/bin/sh\nif [ "$1" = -c ]; then echo "python 3.8"; else echo "No module named hegao" >&2; exit 1; fi\n',
  // The one that Windows has, which opens a shop.
  'python-of-a-shop': '#!/bin/sh\necho "Python was not found; run without arguments to install" >&2\nexit 9\n',
  'hegao-too-old': '#!/bin/sh\necho "hegao 0.0.3"\n',
  'hegao-that-dies': '#!/bin/sh\n[ "$1" = --version ] && echo "hegao 0.1.0" || exit 1\n',
};

exports.run = async () => {
  const programs = path.join(t.folder(), '..', 'programs');
  fs.mkdirSync(programs);
  for (const [name, text] of Object.entries(PRETENDERS)) fs.writeFileSync(path.join(programs, name), text, { mode: 0o755 });
  const { document } = await t.open('faulty.md');
  await t.until('findings', () => t.findings(document).length > 0, 60_000);
  const { connection, diagnosis } = await t.api();
  assert.strictEqual(connection.server.kind, 'native');

  await dying(connection, document);

  const wrong = [
    ['interpreter', path.join(programs, 'no-such-python'), /没有这个程序/],
    ['interpreter', path.join(programs, 'python2.7'), /Python 2\.7，hegao 要 3\.10 以上/],
    ['interpreter', path.join(programs, 'python3.8'), /Python 3\.8，hegao 要 3\.10 以上/],
    ['interpreter', path.join(programs, 'python-of-a-shop'), /退出状态 9/],
    ['path', path.join(programs, 'hegao-too-old'), /0\.0\.3 版，需要 0\.1\.0 以上/],
  ];
  for (const [key, value, why] of wrong) {
    await set(key, value, () => connection.choice?.rejected.some((each) => why.test(each)));
    await running(connection);
    // The next candidate: what is on PATH.
    assert.strictEqual(connection.server.kind, 'native', diagnosis());
    assert.match(diagnosis(), why);
    await set(key, undefined, () => connection.choice?.rejected.length === 0);
    await running(connection);
  }
  t.say('no Python, wrong Pythons, hegao too old: said in the diagnosis, and the next one runs');

  await set('path', path.join(programs, 'hegao-that-dies'), () => connection.server?.kind === 'bundled');
  await running(connection);
  await t.until('findings of the bundled server', () => t.findings(document).length > 0, 60_000);
  assert.match(diagnosis(), /启动不了/);
  await set('path', undefined, () => connection.server?.kind === 'native');
  await running(connection);
  t.say('a server that does not start: the bundled one does');

  await settings(document);
  await encoding();
  await t.messages(0);
  await killed(connection, document);
};

async function set(key, value, applied) {
  await vscode.workspace.getConfiguration('hegao').update(key, value, vscode.ConfigurationTarget.Global);
  await t.until(`hegao.${key} to be applied`, applied, 60_000);
}

const running = (connection) => t.until('the server to run', () => connection.state === 'running', 60_000);

/** Stopped and started by hand, findings come back. */
async function dying(connection, document) {
  await vscode.commands.executeCommand('hegao.restartServer');
  await running(connection);
  await t.until('findings after a restart', () => t.findings(document).length > 0);
}

/** A hegao.toml that cannot be read: said in it; drafts are checked on. */
async function settings(document) {
  const before = await t.until('findings', () => t.placesOf(document).length);
  fs.writeFileSync(t.inFolder('hegao.toml'), '[rules\nselect = ["ALL"]\n');
  const opened = await t.open('hegao.toml');
  const told = await t.until('a finding in hegao.toml', () => t.findings(opened.document)[0]);
  assert.strictEqual(told.severity, vscode.DiagnosticSeverity.Error);
  assert.strictEqual(t.placesOf(document).length, before, 'the draft is checked with what held before');
  await opened.edit((edit) => edit.replace(new vscode.Range(0, 0, 9, 0), '[agency]\nna'));
  const offered = await t.until('keys to write', async () => {
    const list = await vscode.commands.executeCommand('vscode.executeCompletionItemProvider', opened.document.uri, new vscode.Position(1, 2));
    return list.items.find((each) => (each.label.label ?? each.label) === 'name');
  });
  assert.ok(offered);
  fs.rmSync(t.inFolder('hegao.toml'));
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  t.say('broken settings: said in hegao.toml, the draft is checked on');
}

/** A draft in GBK, which VS Code opens as UTF-8: said, and one click puts it right. */
async function encoding() {
  fs.copyFileSync(path.join(t.folder(), '..', 'gbk.md'), t.inFolder('国标码.md'));
  const { document } = await t.open('国标码.md');
  const told = await t.until('the warning', () => t.findings(document).find((each) => t.codeOf(each) === 'encoding'));
  const offered = await t.actions(document, told.range, 'quickfix');
  const action = offered.find((each) => /GB18030/.test(each.title));
  await vscode.commands.executeCommand(action.command.command, ...action.command.arguments);
  await t.until('the draft in Chinese', () => /我乡/.test(document.getText()));
  await t.until('its findings', () => t.findings(document).some((each) => t.codeOf(each) === 'W101'));
  assert.ok(!t.findings(document).some((each) => t.codeOf(each) === 'encoding'));
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  t.say('a draft in GBK: said, opened anew by one click, checked');
}

/** Killed once it comes back by itself; killed again it says so, once, with buttons. */
async function killed(connection, document) {
  const pid = () => connection.running?.serverProcess?.pid;
  const first = pid();
  process.kill(first, 'SIGKILL');
  await t.until('another server', () => pid() !== undefined && pid() !== first, 60_000);
  await t.until('findings again', () => t.findings(document).length > 0);
  await t.messages(0);
  process.kill(pid(), 'SIGKILL');
  await t.until('the end', () => connection.state === 'failed');
  await t.messages(1, '意外退出');
  await t.ask('press', '重新启动');
  await running(connection);
  await t.until('findings after the button', () => t.findings(document).length > 0);
  t.say('killed: comes back once by itself, then one message with buttons, and comes back by the button');
}
