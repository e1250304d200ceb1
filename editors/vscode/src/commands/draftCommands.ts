/** Commands that do something to the draft in front. The server does the work; here it is asked. */
import { commands, type Diagnostic, type TextDocument, type TextEditor, window } from 'vscode';
import type { ServerConnection } from '../client';
import { codeOf, findingsIn } from '../report/findings';

/** The editor in front; where there is none, the person is told what to do. */
function editorInFront(): TextEditor | undefined {
  const editor = window.activeTextEditor;
  if (editor === undefined) void window.showInformationMessage('请先打开一份年报草稿。');
  return editor;
}

/** 修正全部: what can be corrected without a doubt. */
export async function fixAll(connection: ServerConnection): Promise<void> {
  const document = editorInFront()?.document;
  if (document === undefined) return;
  const done = await ask(connection, 'hegao.fixAllSafe', [document.uri.toString()]);
  tellHowMany(done);
}

function tellHowMany(done: unknown): void {
  const fixed: unknown = (done as { fixed?: unknown } | undefined)?.fixed;
  if (typeof fixed === 'number' && fixed > 0) {
    window.setStatusBarMessage(`核稿：已修正 ${fixed} 处，请核对后保存`, 8000);
  }
}

/** 只修本类问题: those of one rule, picked from what was found. */
export async function fixSameRule(connection: ServerConnection): Promise<void> {
  const document = editorInFront()?.document;
  if (document === undefined) return;
  const code = await pickRule(document, '要修正哪一类问题？');
  if (code !== undefined) tellHowMany(await ask(connection, 'hegao.fixRule', [document.uri.toString(), code]));
}

/** 填写总计: totals become the sums of their parts. */
export async function fillTotals(connection: ServerConnection): Promise<void> {
  const document = editorInFront()?.document;
  if (document !== undefined) await ask(connection, 'hegao.recomputeTotals', [document.uri.toString()]);
}

/** 说明这条规则: of the finding under the caret, else of one picked. */
export async function explain(connection: ServerConnection): Promise<void> {
  const editor = editorInFront();
  if (editor === undefined) return;
  const here = findingsIn(editor.document).filter((found) => found.range.contains(editor.selection.active));
  const code = here[0] ? codeOf(here[0]) : await pickRule(editor.document, '要看哪一条规则？');
  if (code === undefined) return;
  await connection.start();
  // Goes through the client, which shows what comes back.
  if (connection.running) await commands.executeCommand('hegao.explainRule', code, editor.document.uri.toString());
}

async function pickRule(document: TextDocument, placeHolder: string): Promise<string | undefined> {
  const groups = new Map<string, Diagnostic[]>();
  for (const found of findingsIn(document)) groups.set(codeOf(found), [...(groups.get(codeOf(found)) ?? []), found]);
  const items = [...groups].map(([code, found]) => ({
    label: code,
    description: `${found.length} 处`,
    detail: found[0]?.message.split('\n')[0],
  }));
  if (items.length === 0) {
    void window.showInformationMessage('当前文件没有发现问题。');
    return undefined;
  }
  return (await window.showQuickPick(items, { placeHolder, matchOnDetail: true }))?.label;
}

/** Ask the server to carry out one of its commands; undefined when it could not. */
export async function ask(connection: ServerConnection, command: string, args: unknown[]): Promise<unknown> {
  await connection.start();
  const client = connection.running;
  if (client === undefined) {
    void window.showErrorMessage('核稿没有运行。', '诊断环境').then((picked) => {
      if (picked) void commands.executeCommand('hegao.diagnose');
    });
    return undefined;
  }
  try {
    return await client.sendRequest<unknown>('workspace/executeCommand', { command, arguments: args });
  } catch (error) {
    void window.showWarningMessage(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
