// A folder of 500 texts that are no reports: nothing is started, marked or said; then a draft is opened.
const assert = require('node:assert');
const vscode = require('vscode');
const t = require('./tools.js');

exports.run = async () => {
  const { connection, tree } = await t.api();
  for (let index = 0; index < 500; index += 25) await t.open(`会议记录-${index}.md`);
  assert.strictEqual(connection.state, 'off', 'no server for texts that are no reports');
  assert.deepStrictEqual(await tree.roots(), []);
  const { document } = await t.open('faulty.md');
  await t.until('findings', () => t.findings(document).length > 0, 60_000);
  const marked = vscode.languages.getDiagnostics().filter(([, found]) => found.some((each) => each.source === 'hegao'));
  assert.deepStrictEqual(marked.map(([uri]) => uri.path.split('/').at(-1)), ['faulty.md']);
  await t.messages(0);
  t.say('500 texts that are no reports: nothing started, marked or said');
};
