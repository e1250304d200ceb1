// A faulty draft in each layout: what the window shows comes from the same answers.
const assert = require('node:assert');
const fs = require('node:fs');
const vscode = require('vscode');
const t = require('./tools.js');

exports.run = async () => {
  const began = Date.now();
  const first = await t.open('faulty.md');
  await t.until('findings', () => t.findings(first.document).length > 0, 60_000);
  t.say(`file opened → findings, the server's start included: ${Date.now() - began} ms`);
  const { connection, statuses, tree, diagnosis } = await t.api();
  assert.strictEqual(connection.server.kind, process.env.HEGAO_KIND, diagnosis());
  t.say(diagnosis().split('\n').find((line) => line.startsWith('服务器')));

  for (const name of ['faulty.md', 'faulty.tab.txt', 'faulty.cell.txt']) await layout(name, { statuses, tree });
  await clean(statuses, tree);
  await writing();
  await totals();
  await suppressing();
  await folder();
  await files();
  await t.messages(0);
};

/** Findings, hover, light bulb, hints, lens, outline, fix all, save: one layout. */
async function layout(name, { statuses, tree }) {
  const { document } = await t.open(name);
  const expected = t.foundByCommandLine(name);
  // No character of the examples takes two units.
  const wanted = t.places(expected.map((each) => ({
    code: each.code, line: each.location.row - 1, from: each.location.column - 1,
    toLine: each.end_location.row - 1, to: each.end_location.column - 1,
  })));
  await t.until('the findings of the command line', () => assert.deepStrictEqual(t.placesOf(document), wanted) ?? true);
  t.say(`${name}: ${wanted.length} findings, where the command line has them`);

  const unit = t.findings(document).find((each) => t.codeOf(each) === 'W101');
  assert.strictEqual(document.getText(unit.range), '我乡');
  const hovers = await vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, unit.range.start);
  const told = hovers.flatMap((each) => each.contents).map((each) => each.value ?? each).join('\n');
  assert.match(told, /W101/);

  const total = t.findings(document).find((each) => t.codeOf(each) === 'N101');
  assert.ok(total.relatedInformation.length > 0, 'related places');
  const suggested = (await t.actions(document, total.range, 'quickfix')).map((each) => each.title);
  assert.ok(suggested.some((title) => /由 8 改为 3/.test(title)), suggested.join('；'));

  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  const hints = await t.until('hints', async () => {
    const found = await vscode.commands.executeCommand('vscode.executeInlayHintProvider', document.uri, whole);
    return found.length > 0 && found;
  });
  const labels = hints.map((each) => (typeof each.label === 'string' ? each.label : each.label.map((part) => part.value).join('')));
  assert.ok(labels.some((label) => /✗/.test(label)) && labels.some((label) => /✓/.test(label)), labels.slice(0, 20).join('；'));
  const lenses = await vscode.commands.executeCommand('vscode.executeCodeLensProvider', document.uri, 50);
  assert.ok(lenses.some((each) => /勾稽/.test(each.command?.title ?? '')), JSON.stringify(lenses.map((each) => each.command)));

  const status = await t.until('status', () => statuses.of(document.uri.toString()));
  assert.deepStrictEqual([status.findings, status.relations], [wanted.length, { checked: 42, broken: 2 }]);
  const roots = await tree.roots();
  const count = (nodes) => nodes.reduce((sum, each) => sum + (each.type === 'found' ? 1 : count(each.children)), 0);
  assert.strictEqual(count(roots), wanted.length, 'every finding is in the tree');
  assert.ok(roots.filter((each) => each.type === 'part').length >= 6, 'the six sections');

  const fixed = t.afterCommandLine(name, '--fix');
  await vscode.commands.executeCommand('hegao.fixAll');
  await t.until('all safe corrections', () => document.getText() === fixed.toString('utf8'));
  await t.until('fewer findings', () => t.findings(document).length < wanted.length);
  await document.save();
  assert.ok(fs.readFileSync(t.inFolder(name)).equals(fixed), 'the saved file, byte for byte, is what the command line writes');

  const again = await t.until('the finding on 我乡', () => t.findings(document).find((each) => t.codeOf(each) === 'W101'));
  const change = (await t.actions(document, again.range, 'quickfix', 20)).find((each) => each.title.includes('我镇') && each.edit);
  await vscode.workspace.applyEdit(change.edit);
  await t.until('我乡 to be gone', () => !t.findings(document).some((each) => t.codeOf(each) === 'W101'));
  await document.save();
  const last = fixed.toString('utf8').replace('我乡', '我镇');
  assert.ok(fs.readFileSync(t.inFolder(name)).equals(Buffer.from(last)), 'exactly the one word differs');
  t.say(`${name}: hover, light bulb, hints, lens, tree, fix all, 我乡 → 我镇, saved`);
}

async function clean(statuses, tree) {
  const { document } = await t.open('clean.md');
  const status = await t.until('status', () => statuses.of(document.uri.toString()));
  assert.deepStrictEqual([t.findings(document).length, status.relations], [0, { checked: 42, broken: 0 }]);
  const nodes = await tree.roots();
  assert.ok(nodes.length > 0 && nodes.every((each) => each.type === 'part' && each.count === 0));
  t.say('clean.md: nothing found, 勾稽 42/42');
}

/**
 * How long a person waits for the mark, seen from the extension: VS Code's own delays are in it. The text goes on
 * behind the finding: one that the caret touches waits on purpose.
 */
async function writing() {
  const editor = await t.open('clean.md');
  const { document } = editor;
  const line = document.getText().split('\n').findIndex((each) => each.startsWith('（一）主动公开。'));
  const at = new vscode.Position(line, 8);
  const times = [];
  for (let round = 0; round < 15; round += 1) {
    const began = Date.now();
    await editor.edit((edit) => edit.insert(at, '我乡今年'));
    await t.until('the mark', () => t.findings(document).some((each) => t.codeOf(each) === 'W101'));
    times.push(Date.now() - began);
    await editor.edit((edit) => edit.delete(new vscode.Range(at, at.translate(0, 4))));
    await t.until('no mark', () => !t.findings(document).some((each) => t.codeOf(each) === 'W101'));
  }
  t.say(`edit → squiggle, ${process.env.HEGAO_KIND}: median ${t.median(times)} ms, slowest ${Math.max(...times)} ms (15 edits)`);

  // An astral character before a finding: places count in UTF-16 here.
  await editor.edit((edit) => edit.insert(at, '𪨶家村𠮷我乡今年'));
  const found = await t.until('the mark behind 𪨶', () => t.findings(document).find((each) => t.codeOf(each) === 'W101'));
  assert.strictEqual(document.getText(found.range), '我乡');
  await vscode.commands.executeCommand('workbench.action.files.revert');
}

/** 填写总计: a wrong total becomes the sum; 只修本类问题 and the lens go the same way. */
async function totals() {
  const editor = await t.open('clean.md');
  const { document } = editor;
  const before = document.getText();
  const row = before.split('\n').findIndex((each) => each.startsWith('| 一、本年新收政府信息公开申请数量'));
  const text = document.lineAt(row).text;
  const wrong = text.replace(/(\d+) \|$/, (_, total) => `${Number(total) + 4} |`);
  assert.notStrictEqual(wrong, text);
  await editor.edit((edit) => edit.replace(document.lineAt(row).range, wrong));
  await t.until('a broken relation', () => t.findings(document).some((each) => t.codeOf(each).startsWith('N')));
  const lens = await t.until('the lens to tell', async () => {
    const lenses = await vscode.commands.executeCommand('vscode.executeCodeLensProvider', document.uri, 50);
    return lenses.find((each) => /不平/.test(each.command?.title ?? ''));
  });
  await vscode.commands.executeCommand(lens.command.command, ...lens.command.arguments);
  await t.until('the caret at a broken figure', () => vscode.window.activeTextEditor.selection.active.line > 30);
  await vscode.commands.executeCommand('hegao.fillTotals');
  await t.until('the right total', () => document.getText() === before);
  await vscode.commands.executeCommand('workbench.action.files.revert');
  await vscode.commands.executeCommand('notifications.clearAll');
  t.say('lens → next broken figure; totals filled in');
}

/** 这一处不再提示: the server writes hegao.toml. */
async function suppressing() {
  const { document } = await t.open('faulty.tab.txt');
  const found = await t.until('a finding', () => t.findings(document).find((each) => t.codeOf(each).startsWith('N')));
  const titles = await t.actions(document, found.range, 'quickfix');
  const action = titles.find((each) => each.command?.command === 'hegao.suppressHere');
  assert.ok(action, titles.map((each) => each.title).join('；'));
  const before = t.placesOf(document).length;
  await vscode.commands.executeCommand(action.command.command, ...action.command.arguments);
  await t.until('the finding to be gone', () => t.placesOf(document).length === before - 1);
  const settings = fs.readFileSync(t.inFolder('hegao.toml'), 'utf8');
  assert.match(settings, /\[\[suppress\]\][^[]*reason = /);
  fs.rmSync(t.inFolder('hegao.toml'));
  await t.until('the finding to be back', () => t.placesOf(document).length === before);
  await vscode.commands.executeCommand('notifications.clearAll');
  t.say('suppress: noted in hegao.toml, gone; taken out of it, back');
}

/** A draft that is not open: told with `hegao.workspaceDiagnostics`, and by 校核本文件夹. */
async function folder() {
  fs.mkdirSync(t.inFolder('另一份'));
  const text = fs.readFileSync(t.inFolder('clean.md'), 'utf8').replace('（一）主动公开。', '（一）主动公开。我乡');
  fs.writeFileSync(t.inFolder('另一份/云岭镇.md'), text);
  const uri = vscode.Uri.file(t.inFolder('另一份/云岭镇.md'));
  const set = (value) =>
    vscode.workspace.getConfiguration('hegao').update('workspaceDiagnostics', value, vscode.ConfigurationTarget.Global);
  await set(true);
  await t.until('the finding of a draft that is not open', () => t.findings({ uri }).some((each) => t.codeOf(each) === 'W101'));
  await set(undefined);
  await t.until('no finding of it', () => t.findings({ uri }).length === 0);
  t.say('the whole folder: on and off');

  const ended = new Promise((done) => {
    const listener = vscode.tasks.onDidEndTask(() => {
      listener.dispose();
      done();
    });
  });
  await vscode.commands.executeCommand('hegao.checkFolder');
  await ended;
  const problem = await t.until('the problem of a file that is not open', () => vscode.languages.getDiagnostics(uri)[0]);
  assert.match(problem.message, /我乡/);
  assert.strictEqual(problem.severity, vscode.DiagnosticSeverity.Error);
  await vscode.commands.executeCommand('workbench.action.closePanel');
  t.say('check folder: the task found what is in a file that is not open');
}

/** A new report, the settings file, the page of a rule, the page on what runs. */
async function files() {
  const text = await vscode.commands.executeCommand('hegao.newReport', { agency: '云岭镇', year: 2024, layout: 'md' });
  assert.match(text, /^# 云岭镇人民政府2024年政府信息公开工作年度报告/);
  await t.open('faulty.md');
  await vscode.commands.executeCommand('hegao.createSettings');
  await t.until('hegao.toml', () => fs.existsSync(t.inFolder('hegao.toml')));
  assert.match(fs.readFileSync(t.inFolder('hegao.toml'), 'utf8'), /\[agency\]/);
  await t.open('faulty.md');
  await vscode.commands.executeCommand('hegao.explainRule', 'W101');
  const page = await t.until('the page of the rule', () => vscode.workspace.textDocuments.find((each) => each.uri.scheme === 'hegao-page' && /W101/.test(each.uri.path)));
  assert.match(page.getText(), /W101/);
  await vscode.commands.executeCommand('hegao.diagnose');
  await t.until('the diagnosis', () => /诊断环境/.test(vscode.window.activeTextEditor?.document.getText() ?? ''));
  t.say('new report, settings file, page of a rule, diagnosis');
}
