/** Explanations of rules as read-only documents, shown as Markdown. */
import { commands, type Disposable, EventEmitter, Uri, workspace } from 'vscode';

const SCHEME = 'hegao-rule';

export class RulePages {
  private readonly pages = new Map<string, string>();
  private readonly changed = new EventEmitter<Uri>();

  register(): Disposable {
    return workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: this.changed.event,
      provideTextDocumentContent: (uri) => this.pages.get(uri.path) ?? '',
    });
  }

  /** Open the page of a rule beside the draft. */
  async show(code: string, markdown: string): Promise<void> {
    const uri = Uri.from({ scheme: SCHEME, path: `/${code}.md` });
    this.pages.set(uri.path, markdown);
    this.changed.fire(uri);
    await commands.executeCommand('markdown.showPreviewToSide', uri);
  }
}
