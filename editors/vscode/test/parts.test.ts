import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayBeDraft } from '../src/draft';
import { encodingIn } from '../src/report/encoding';
import { textOfRule } from '../src/report/ruleText';
import { CrashCount } from '../src/server/crashes';
import { runIn } from '../src/server/probe';
import { isCompatible, versionIn } from '../src/server/version';
import { type DraftStatus, words } from '../src/status/payload';
import { insidePath, mountsAtStart, mountsFor } from '../src/worker/mounts';

const text = (languageId: string, content: string, fileName = '/a/b.md') => ({ languageId, fileName, getText: () => content });

test('only what may be a report starts the server', () => {
  assert.ok(mayBeDraft(text('markdown', '# 云岭镇2024年政府信息公开工作年度报告')));
  assert.ok(mayBeDraft(text('plaintext', '云岭镇人民政府信息公开年报')));
  assert.ok(mayBeDraft(text('hegao', '')));
  assert.ok(mayBeDraft(text('toml', '', '/a/hegao.toml')));
  assert.ok(mayBeDraft(text('plaintext', '', 'C:\\a\\hegao.toml')));
  assert.ok(mayBeDraft(text('plaintext', '\ufffd\ufffd\ufffd\ufffd2023\ufffd\ufffd')));
  assert.ok(!mayBeDraft(text('markdown', '# 会议记录')));
  assert.ok(!mayBeDraft(text('python', 'x = "政府信息公开"')));
  assert.ok(!mayBeDraft(text('toml', '', '/a/nothegao.toml')));
});

test('versions', () => {
  assert.equal(versionIn('hegao 0.1.0\n'), '0.1.0');
  assert.equal(versionIn('warning\nhegao 1.2.3rc1\n'), '1.2.3');
  assert.equal(versionIn('Python 3.8.10'), undefined);
  assert.deepEqual(['0.1.0', '0.1.7', '0.20.0', '0.0.9', '1.0.0'].map(isCompatible), [true, true, true, false, false]);
});

test('one crash in ten minutes is forgiven', () => {
  const crashes = new CrashCount();
  assert.deepEqual([0, 1000, 700_000].map((now) => crashes.add(now)), [true, false, true]);
  crashes.forget();
  assert.ok(crashes.add(700_001));
});

const STATUS: DraftStatus = {
  uri: 'file:///a.md', version: 1, state: 'ok', findings: 0, relations: { checked: 42, broken: 0 }, elapsedMs: 3,
};

test('words of the status bar', () => {
  assert.equal(words(STATUS).text, '核稿 $(check) 勾稽 42/42');
  const found = words({ ...STATUS, state: 'findings', findings: 7, relations: { checked: 42, broken: 2 } });
  assert.equal(found.text, '核稿 7 处 勾稽 40/42');
  assert.equal(found.tooltip, '核稿：发现 7 处问题\n勾稽 42 项，2 项不平\n点击打开“问题”面板');
  assert.equal(words({ ...STATUS, relations: { checked: 0, broken: 0 } }).text, '核稿 $(check)');
  assert.equal(words({ ...STATUS, state: 'notReport' }).text, '');
  assert.equal(words({ ...STATUS, state: 'disabled' }).text, '');
  const error = words({ ...STATUS, state: 'error', message: '规则 X101 出错' });
  assert.equal(error.level, 'error');
  assert.match(error.tooltip, /规则 X101 出错/);
});

test('what the bundled server sees of the machine', () => {
  assert.deepEqual(mountsAtStart('linux', ['home', 'dev', 'lib', 'tmp']).map((each) => each.inside), ['/home', '/tmp']);
  assert.deepEqual(mountsAtStart('win32', []), []);
  const opened = '{"method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///d%3A/%E5%B9%B4%E6%8A%A5/a.md"}}}';
  assert.deepEqual(mountsFor('win32', opened), [{ host: 'd:\\', inside: '/d:' }]);
  assert.deepEqual(mountsFor('win32', opened.replace('didOpen', 'didChange')), []);
  assert.deepEqual(mountsFor('linux', opened), []);
  assert.equal(insidePath('win32', 'D:\\年报\\2023.md'), '/d:/年报/2023.md');
  assert.equal(insidePath('win32', '2023\\a.md'), '2023\\a.md');
  assert.equal(insidePath('linux', '/home/a'), '/home/a');
});

test('running a command tells why it did not run', async () => {
  const run = runIn(process.cwd());
  assert.deepEqual(await run('no-such-program-for-hegao', []), { ok: false, output: '\n', problem: '没有这个程序' });
  assert.equal((await run(process.execPath, ['-e', 'process.exit(3)'])).problem, '退出状态 3');
  const fine = await run(process.execPath, ['-e', 'console.log("hegao 0.1.0")']);
  assert.equal(versionIn(fine.output), '0.1.0');
  assert.equal((await run('\0', [])).ok, false);
});

test('the text of a rule', () => {
  assert.equal(textOfRule('# W101'), '# W101');
  assert.equal(textOfRule({ markdown: '# W101' }), '# W101');
  assert.equal(textOfRule(null), '');
  assert.equal(textOfRule({ code: 'W101' }), '');
});

test('encodings as VS Code calls them', () => {
  assert.equal(encodingIn('这个文件的编码是 GB18030，编辑器按别的编码打开了它'), 'gb18030');
  assert.equal(encodingIn('这个文件的编码是 GBK，编辑器按别的编码打开了它'), 'gb18030');
  assert.equal(encodingIn('这个文件的编码是 UTF-16LE（带 BOM），编辑器'), 'utf16le');
  assert.equal(encodingIn('别的话'), undefined);
});
