/** Read-only pages: the explanation of a rule, what runs and why. Closing one asks nothing. */
import { commands, type Disposable, EventEmitter, Uri, window, workspace } from 'vscode';

const SCHEME = 'hegao-page';

export class Pages {
  private readonly texts = new Map<string, string>();
  private readonly changed = new EventEmitter<Uri>();

  register(): Disposable {
    return workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: this.changed.event,
      provideTextDocumentContent: (uri) => this.texts.get(uri.path) ?? '',
    });
  }

  /** Show Markdown beside the draft. */
  async showMarkdown(name: string, markdown: string): Promise<void> {
    await commands.executeCommand('markdown.showPreviewToSide', this.put(`${name}.md`, markdown));
  }

  /** Show a text as it is. */
  async showText(name: string, text: string): Promise<void> {
    await window.showTextDocument(await workspace.openTextDocument(this.put(`${name}.txt`, text)));
  }

  private put(name: string, text: string): Uri {
    const uri = Uri.from({ scheme: SCHEME, path: `/${name}` });
    this.texts.set(uri.path, text);
    this.changed.fire(uri);
    return uri;
  }
}
