// A folder that is not trusted: drafts are checked, and nothing of the machine's is started.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');
const t = require('./tools.js');

exports.run = async () => {
  assert.strictEqual(vscode.workspace.isTrusted, false);
  // What a stranger could put into his folder.
  const trap = path.join(t.folder(), '..', 'started');
  const program = t.inFolder('hegao');
  fs.writeFileSync(program, `#!/bin/sh\ntouch '${trap}'\necho "hegao 0.1.0"\n`, { mode: 0o755 });
  fs.mkdirSync(t.inFolder('.vscode'));
  fs.writeFileSync(t.inFolder('.vscode/settings.json'), JSON.stringify({ 'hegao.path': program, 'hegao.server': 'installed' }));
  const { document } = await t.open('faulty.md');
  await t.until('findings', () => t.findings(document).length > 0, 60_000);
  const { connection, diagnosis } = await t.api();
  assert.strictEqual(connection.server.kind, 'bundled', diagnosis());
  assert.match(diagnosis(), /未受信任/);
  assert.ok(!fs.existsSync(trap), 'nothing was started');
  await t.messages(0);
  t.say('untrusted folder: checked by the bundled server, nothing else started');
};
