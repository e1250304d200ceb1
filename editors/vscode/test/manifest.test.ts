import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import Ajv from 'ajv';

const extension = process.env.HEGAO_EXTENSION!;
const read = (name: string): string => readFileSync(join(extension, name), 'utf8');
const manifest = JSON.parse(read('package.json'));
const english = JSON.parse(read('package.nls.json'));
const chinese = JSON.parse(read('package.nls.zh-cn.json'));

test('every text of the manifest is there in both languages, and none is left over', () => {
  const used = new Set([...read('package.json').matchAll(/"%([^%"]+)%"/g)].map((match) => match[1]));
  assert.deepEqual(Object.keys(english).sort(), [...used].sort());
  assert.deepEqual(Object.keys(chinese).sort(), [...used].sort());
});

test('every command of the manifest is registered, and no other', () => {
  const source = read('src/extension.ts');
  const registered = [...source.matchAll(/^ {4}'(hegao\.\w+)':/gm)].map((match) => match[1]);
  const declared = manifest.contributes.commands.map((each: { command: string }) => each.command);
  assert.deepEqual([...declared].sort(), [...registered].sort());
});

test('commands the texts link to exist', () => {
  const declared = new Set(manifest.contributes.commands.map((each: { command: string }) => each.command));
  for (const texts of [english, chinese]) {
    for (const [, linked] of JSON.stringify(texts).matchAll(/command:(hegao\.\w+)/g)) assert.ok(declared.has(linked), linked);
  }
});

test('the version is that of the server', () => {
  const server = readFileSync(join(extension, '../../server/hegao/__init__.py'), 'utf8');
  assert.equal(manifest.version, /__version__ = "([^"]+)"/.exec(server)?.[1]);
});

test('the bundle has what the server runs on', () => {
  const project = readFileSync(join(extension, '../../pyproject.toml'), 'utf8');
  const listed = /^dependencies = \[\n([^]*?)^\]/m.exec(project)![1]!;
  const needed = [...listed.matchAll(/^ +"([\w-]+)/gm)].map((match) => match[1]!);
  const bundled = [...read('python/requirements.txt').matchAll(/^([\w-]+)==/gm)].map((match) => match[1]!);
  assert.ok(needed.length >= 5);
  // There is none for WebAssembly; hegao does without.
  assert.deepEqual(needed.filter((name) => name !== 'regex' && !bundled.includes(name)), []);
});

test('files the manifest names exist', () => {
  const { contributes, icon } = manifest;
  const named = [
    icon,
    ...contributes.snippets.map((each: { path: string }) => each.path),
    ...contributes.tomlValidation.map((each: { url: string }) => each.url),
    ...contributes.viewsContainers.activitybar.map((each: { icon: string }) => each.icon),
    ...contributes.languages.map((each: { configuration: string }) => each.configuration),
    ...contributes.walkthroughs[0].steps.map((each: { media: { image: string } }) => each.media.image),
  ];
  for (const name of named) assert.ok(existsSync(join(extension, name)), name);
});

test('files that scripts run exist', () => {
  const named = Object.values<string>(manifest.scripts).flatMap((script) => script.match(/\bscripts\/[\w.-]+/g) ?? []);
  assert.ok(named.length >= 5);
  for (const name of named) assert.ok(existsSync(join(extension, name)), name);
});

test('settings that start programs are not read from a folder that is not trusted', () => {
  const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
  const { properties } = manifest.contributes.configuration;
  const starting = Object.keys(properties).filter((key) => properties[key].scope === 'machine-overridable');
  assert.deepEqual([...restricted].sort(), starting.sort());
});

test('problem matchers read what the command line prints', () => {
  const line = '/a 年报/云岭镇.md:9:9: 必错[W101] 这里写成了“我乡”';
  const matching = manifest.contributes.problemMatchers.filter((each: { pattern: { regexp: string } }) =>
    new RegExp(each.pattern.regexp).test(line),
  );
  assert.deepEqual(matching.map((each: { severity: string }) => each.severity), ['error']);
  const match = new RegExp(matching[0].pattern.regexp).exec(line)!;
  assert.deepEqual([...match].slice(1), ['/a 年报/云岭镇.md', '9', '9', 'W101', '这里写成了“我乡”']);
});

test('the schema of hegao.toml takes what is right and refuses the rest', () => {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(read('schema/hegao.schema.json')));
  assert.ok(validate({ pack: 'auto', agency: { name: '云岭镇人民政府' }, rules: { severity: { S107: 'info' } } }));
  assert.ok(!validate({ agncy: {} }));
  assert.ok(!validate({ rules: { severity: { S107: 'loud' } } }));
  assert.ok(!validate({ suppress: [{ file: 'a.md', code: 'W101' }] }));
  assert.ok(validate({ suppress: [{ file: 'a.md', code: 'W101', reason: '引用原话' }] }));
});

test('snippets have prefixes and bodies', () => {
  const snippets = Object.values(JSON.parse(read('snippets/report.json'))) as { prefix: string[]; body: unknown }[];
  assert.ok(snippets.length >= 5 && snippets.every((each) => each.prefix.length > 0 && each.body));
});
