import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose, type Wishes } from '../src/server/choose';
import type { Ran, Run } from '../src/server/probe';

const WISHES: Wishes = { server: 'auto', path: '', interpreter: '', trusted: true };
const none = async (): Promise<undefined> => undefined;
const missing: Ran = { ok: false, output: '', problem: '没有这个程序' };

/** A machine on which commands, written with their arguments, print something; all others are missing. */
function machine(printed: Record<string, string | Ran>): Run & { ran: string[] } {
  const ran: string[] = [];
  const run = async (command: string, args: readonly string[]): Promise<Ran> => {
    const line = [command, ...args].join(' ');
    ran.push(line);
    const found = Object.entries(printed).find(([key]) => line.startsWith(key))?.[1];
    return found === undefined ? missing : typeof found === 'string' ? { ok: true, output: found, problem: '' } : found;
  };
  return Object.assign(run, { ran });
}

test('nothing installed: the bundled one, and why', async () => {
  const { server, rejected } = await choose(WISHES, machine({}), none, '0.1.0');
  assert.equal(server?.kind, 'bundled');
  assert.deepEqual(rejected, ['系统路径（PATH）：hegao，没有这个程序']);
});

test('installed on PATH: that one', async () => {
  const { server } = await choose(WISHES, machine({ 'hegao --version': 'hegao 0.1.3\n' }), none, '0.1.0');
  assert.deepEqual(server, { kind: 'native', command: 'hegao', args: ['lsp'], version: '0.1.3', why: '系统路径（PATH）' });
});

test('the path set comes first, then the interpreter, then the selected one', async () => {
  const all = machine({ '/a/hegao': 'hegao 0.1.0', '/b/python -m': 'hegao 0.1.0', '/c/python -m': 'hegao 0.1.0' });
  const selected = async (): Promise<string> => '/c/python';
  const wishes = { ...WISHES, path: '/a/hegao', interpreter: '/b/python' };
  const commands = [];
  for (const each of [wishes, { ...wishes, path: '' }, WISHES]) {
    const { server } = await choose(each, all, selected, '0.1.0');
    assert.equal(server?.kind, 'native');
    commands.push(server?.kind === 'native' ? [server.command, ...server.args].join(' ') : '');
  }
  assert.deepEqual(commands, ['/a/hegao lsp', '/b/python -m hegao lsp', '/c/python -m hegao lsp']);
});

test('a hegao too old is not taken', async () => {
  const { server, rejected } = await choose(WISHES, machine({ hegao: 'hegao 0.0.9' }), none, '0.1.0');
  assert.equal(server?.kind, 'bundled');
  assert.match(rejected[0]!, /0\.0\.9 版，需要 0\.1\.0 以上/);
});

test('wrong Pythons are told apart', async () => {
  const wrong: Ran = { ok: false, output: 'No module named hegao', problem: '退出状态 1' };
  const said = [];
  for (const version of ['2.7', '3.8', '3.12']) {
    const run = machine({ '/p -m hegao': wrong, '/p -c': `python ${version}\n` });
    said.push((await choose({ ...WISHES, interpreter: '/p' }, run, none, '0.1.0')).rejected[0]);
  }
  assert.deepEqual(said, [
    '设置 hegao.interpreter：/p，是 Python 2.7，hegao 要 3.10 以上',
    '设置 hegao.interpreter：/p，是 Python 3.8，hegao 要 3.10 以上',
    '设置 hegao.interpreter：/p，Python 3.12 里没有装 hegao',
  ]);
});

test('something else of that name is not taken', async () => {
  const { rejected } = await choose(WISHES, machine({ hegao: 'usage: hegao ...' }), none, '0.1.0');
  assert.deepEqual(rejected, ['系统路径（PATH）：hegao，不是 hegao']);
});

test('a folder that is not trusted: nothing is run', async () => {
  const run = machine({ hegao: 'hegao 0.1.0' });
  const { server } = await choose({ ...WISHES, path: '/a/hegao', trusted: false }, run, async () => '/c/python', '0.1.0');
  assert.equal(server?.kind, 'bundled');
  assert.deepEqual(run.ran, []);
});

test('only the bundled one, or only an installed one', async () => {
  const run = machine({ hegao: 'hegao 0.1.0' });
  assert.equal((await choose({ ...WISHES, server: 'bundled' }, run, none, '0.1.0')).server?.kind, 'bundled');
  assert.deepEqual(run.ran, []);
  assert.equal((await choose({ ...WISHES, server: 'installed' }, machine({}), none, '0.1.0')).server, undefined);
});
