import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutSaid } from '../src/report/hover';

test('what is said above is not said again', () => {
  const markdown = '**必错 · 自称**（W101）\n\n这里写成了“我乡”\n\n改法：\n\n- 改为“我镇”\n\n请改。  \n依据：30号\n\n错误示例：';
  const left = withoutSaid(markdown, ['这里写成了“我乡”\n依据：30号']);
  assert.equal(left, '**必错 · 自称**（W101）\n\n改法：\n\n- 改为“我镇”\n\n请改。  \n\n错误示例：');
});

test('marks that were escaped are the same marks', () => {
  assert.equal(withoutSaid('甲\\[1\\]\n\n乙', ['甲[1]']), '乙');
});

test('without findings nothing is left out', () => {
  assert.equal(withoutSaid('**总计**\n\n= 17', []), '**总计**\n\n= 17');
});
