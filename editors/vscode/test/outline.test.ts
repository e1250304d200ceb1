import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Extent, type Found, outline, type OutlineNode, type SymbolNode } from '../src/report/outline';

const lines = (from: number, to: number): Extent => ({ start: { line: from, character: 0 }, end: { line: to, character: 9 } });
const symbol = (name: string, from: number, to: number, kind: number, children: SymbolNode[] = []): SymbolNode => ({
  name, kind, range: lines(from, to), selectionRange: lines(from, from), children,
});
const found = (code: string, line: number, severity: number): Found => ({ code, severity, message: `${code} 的话`, range: lines(line, line) });

/** A tree in words. */
function shown(nodes: readonly OutlineNode[]): unknown[] {
  return nodes.map((node) => (node.type === 'found' ? node.found.code : [node.symbol.name, node.count, node.gravest, shown(node.children)]));
}

const REPORT = [
  symbol('一、总体情况', 3, 10, 3),
  symbol('三、收到和处理', 12, 40, 3, [symbol('表', 14, 40, 18, [symbol('（一）予以公开', 16, 16, 16)])]),
];

test('findings stand in their part, rows do not', () => {
  const tree = outline(REPORT, [found('N101', 16, 0), found('W101', 5, 1), found('P101', 4, 2), found('S101', 0, 0)]);
  assert.deepEqual(shown(tree), [
    'S101',
    ['一、总体情况', 2, 1, ['P101', 'W101']],
    ['三、收到和处理', 1, 0, [['表', 1, 0, ['N101']]]],
  ]);
});

test('a clean report has parts only, no report nothing', () => {
  assert.deepEqual(shown(outline(REPORT, [])), [
    ['一、总体情况', 0, undefined, []],
    ['三、收到和处理', 0, undefined, [['表', 0, undefined, []]]],
  ]);
  assert.deepEqual(outline([], []), []);
});

test('every finding is there once, also without symbols', () => {
  const findings = [found('W101', 5, 1), found('N101', 50, 0)];
  assert.deepEqual(shown(outline([], findings)), ['W101', 'N101']);
  assert.deepEqual(shown(outline([symbol('甲', 0, 9, 3), symbol('乙', 5, 9, 3)], [found('W101', 6, 0)])), [
    ['甲', 1, 0, ['W101']],
    ['乙', 0, undefined, []],
  ]);
});
