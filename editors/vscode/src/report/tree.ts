/** The view “年报结构”: sections and tables of the draft in front, with what was found in them. */
import {
  type Diagnostic,
  type Disposable,
  EventEmitter,
  languages,
  MarkdownString,
  Range,
  type TextDocument,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeDataProvider,
  type TreeView,
  window,
} from 'vscode';
import type { ServerConnection } from '../client';
import type { Statuses } from '../status/items';
import { codeOf, findingsIn } from './findings';
import { isChecked } from '../status/payload';
import { type Extent, type Found, outline, type OutlineNode, type SymbolNode } from './outline';

const ICONS = ['error', 'warning', 'info', 'lightbulb'] as const;
const COLORS = ['list.errorForeground', 'list.warningForeground', 'editorInfo.foreground', ''] as const;

export class ReportTree implements TreeDataProvider<OutlineNode> {
  private readonly changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private document: TextDocument | undefined;

  constructor(
    private readonly connection: ServerConnection,
    private readonly statuses: Statuses,
  ) {}

  /** The nodes at the top. */
  async roots(): Promise<readonly OutlineNode[]> {
    const document = window.activeTextEditor?.document;
    const client = this.connection.running;
    const status = document && this.statuses.of(document.uri.toString());
    if (!document || !client || !status || !isChecked(status)) return [];
    this.document = document;
    const symbols = await client.sendRequest<SymbolNode[] | null>('textDocument/documentSymbol', {
      textDocument: { uri: client.code2ProtocolConverter.asUri(document.uri) },
    });
    return outline(symbols ?? [], findingsIn(document).map(plain));
  }

  async getChildren(node?: OutlineNode): Promise<OutlineNode[]> {
    if (node === undefined) return [...(await this.roots())];
    return node.type === 'part' ? [...node.children] : [];
  }

  getTreeItem(node: OutlineNode): TreeItem {
    const item = node.type === 'part' ? partItem(node) : foundItem(node.found);
    const range = node.type === 'part' ? node.symbol.selectionRange : node.found.range;
    item.command = {
      command: 'vscode.open',
      title: '转到',
      arguments: [this.document?.uri, { selection: toRange(range), preserveFocus: false }],
    };
    return item;
  }

  refresh(): void {
    this.changed.fire();
  }
}

function partItem(node: OutlineNode & { type: 'part' }): TreeItem {
  const open = node.count > 0 ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
  const item = new TreeItem(node.symbol.name, node.children.length > 0 ? open : TreeItemCollapsibleState.None);
  item.description = node.count > 0 ? `${node.count} 处` : '';
  item.tooltip = node.symbol.detail ? `${node.symbol.name}\n${node.symbol.detail}` : node.symbol.name;
  item.iconPath =
    node.gravest === undefined
      ? new ThemeIcon('pass', new ThemeColor('testing.iconPassed'))
      : icon(node.gravest);
  return item;
}

function foundItem(found: Found): TreeItem {
  const [first = ''] = found.message.split('\n');
  const item = new TreeItem(first, TreeItemCollapsibleState.None);
  item.description = found.code;
  item.tooltip = new MarkdownString().appendText(found.message);
  item.iconPath = icon(found.severity);
  item.contextValue = 'hegao.found';
  return item;
}

function icon(severity: number): ThemeIcon {
  const color = COLORS[severity];
  return new ThemeIcon(ICONS[severity] ?? 'info', color ? new ThemeColor(color) : undefined);
}

function plain(diagnostic: Diagnostic): Found {
  const { message, severity, range } = diagnostic;
  return { message, severity, range, code: codeOf(diagnostic) };
}

function toRange({ start, end }: Extent): Range {
  return new Range(start.line, start.character, end.line, end.character);
}

/** Show the view and draw it anew when the draft in front is checked. */
export function showTree(tree: ReportTree, connection: ServerConnection): Disposable[] {
  const view: TreeView<OutlineNode> = window.createTreeView('hegao.report', { treeDataProvider: tree });
  const redraw = (): void => {
    const document = window.activeTextEditor?.document;
    const count = document ? findingsIn(document).length : 0;
    view.badge = count > 0 ? { value: count, tooltip: `${count} 处问题` } : undefined;
    if (view.visible) tree.refresh();
  };
  return [
    view,
    connection.onStatus(redraw),
    connection.onDidChange(redraw),
    window.onDidChangeActiveTextEditor(redraw),
    languages.onDidChangeDiagnostics(({ uris }) => {
      const front = window.activeTextEditor?.document.uri.toString();
      if (uris.some((uri) => uri.toString() === front)) redraw();
    }),
    view.onDidChangeVisibility(redraw),
  ];
}
