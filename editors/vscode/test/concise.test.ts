import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingIn, Lines } from '../src/report/concise';

test('a finding in a line', () => {
  assert.deepEqual(findingIn('C:\\年报 2023\\a.md:9:39: 疑似[N312] 其中各项相加为 248（136＋64＋48），比总数“238条”多 10'), {
    path: 'C:\\年报 2023\\a.md',
    row: 9,
    column: 39,
    level: '疑似',
    code: 'N312',
    message: '其中各项相加为 248（136＋64＋48），比总数“238条”多 10',
  });
});

test('other lines tell of none', () => {
  for (const line of ['', '核对 1 份报告：必错 6 处，疑似 1 处，提示 0 处；勾稽 42 项，2 项不平。', 'a.md:1:2: error[E1] x']) {
    assert.equal(findingIn(line), undefined);
  }
});

test('lines cut anywhere come out whole', () => {
  const text = '甲:1:1: 必错[W101] 我乡\r\n乙\n\n丙';
  for (let size = 1; size <= text.length; size += 1) {
    const lines = new Lines();
    const out: string[] = [];
    for (let at = 0; at < text.length; at += size) out.push(...lines.feed(text.slice(at, at + size)));
    assert.deepEqual(out, ['甲:1:1: 必错[W101] 我乡', '乙', '']);
  }
});
