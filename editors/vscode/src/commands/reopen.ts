/** A file that was opened in a wrong encoding: one click opens it in the right one. */
import {
  CodeAction,
  CodeActionKind,
  commands,
  type Disposable,
  languages,
  type TextDocument,
  Uri,
  window,
  workspace,
} from 'vscode';
import { encodingIn } from '../report/encoding';
import { codeOf } from '../report/findings';

const COMMAND = 'hegao.reopenInEncoding';
const SELECTOR = [{ language: 'markdown' }, { language: 'plaintext' }, { language: 'hegao' }];

/** Since VS Code 1.100. */
type OpenWithEncoding = (uri: Uri, options: { encoding: string }) => Thenable<TextDocument>;

export function offerReopening(): Disposable[] {
  return [
    languages.registerCodeActionsProvider(
      SELECTOR,
      {
        provideCodeActions: (document, _range, { diagnostics }) =>
          diagnostics.flatMap((diagnostic) => {
            const isOurs = diagnostic.source === 'hegao' && codeOf(diagnostic) === 'encoding';
            const encoding = isOurs ? encodingIn(diagnostic.message) : undefined;
            if (encoding === undefined) return [];
            const title = `按 ${encoding.toUpperCase()} 重新打开`;
            const action = new CodeAction(title, CodeActionKind.QuickFix);
            action.command = { command: COMMAND, title, arguments: [document.uri.toString(), encoding] };
            action.diagnostics = [diagnostic];
            action.isPreferred = true;
            return [action];
          }),
      },
      { providedCodeActionKinds: [CodeActionKind.QuickFix] },
    ),
    commands.registerCommand(COMMAND, reopen),
  ];
}

async function reopen(uri: string, encoding: string): Promise<void> {
  try {
    await (workspace.openTextDocument as unknown as OpenWithEncoding)(Uri.parse(uri, true), { encoding });
  } catch {
    // It has changes that are not saved.
    void window.showWarningMessage('文件有改动没有保存，不能换编码重新打开。请先撤销改动。');
    return;
  }
  // Before VS Code 1.100 the encoding was not heeded: let the person pick it.
  const document = workspace.textDocuments.find((each) => each.uri.toString() === uri);
  if (document?.getText().includes('\ufffd')) await commands.executeCommand('workbench.action.editor.changeEncoding');
}
