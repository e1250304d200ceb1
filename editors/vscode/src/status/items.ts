/** The status bar item of the draft in front, and the language status item of the server. */
import {
  commands,
  type Disposable,
  LanguageStatusSeverity,
  languages,
  StatusBarAlignment,
  ThemeColor,
  window,
  workspace,
} from 'vscode';
import { describe, type ServerConnection } from '../client';
import { type DraftStatus, words } from './payload';

const SELECTOR = [{ language: 'markdown' }, { language: 'plaintext' }, { language: 'hegao' }];

/** The last status of each open draft, by URI. */
export class Statuses {
  private readonly byUri = new Map<string, DraftStatus>();

  set(status: DraftStatus): void {
    this.byUri.set(status.uri, status);
  }

  /** Of the draft in front; undefined where there is none. */
  front(): DraftStatus | undefined {
    const uri = window.activeTextEditor?.document.uri.toString();
    return uri === undefined ? undefined : this.of(uri);
  }

  of(uri: string): DraftStatus | undefined {
    return this.byUri.get(uri);
  }

  forget(uri: string): void {
    this.byUri.delete(uri);
  }

  clear(): void {
    this.byUri.clear();
  }
}

/** Show both items and keep them up to date. */
export function showStatus(connection: ServerConnection, statuses: Statuses): Disposable[] {
  const bar = window.createStatusBarItem('hegao.draft', StatusBarAlignment.Left, 0);
  bar.name = '核稿';
  const item = languages.createLanguageStatusItem('hegao.server', SELECTOR);
  item.name = '核稿';
  item.command = { command: 'hegao.diagnose', title: '诊断环境' };

  const draw = (): void => {
    drawBar();
    drawServer();
  };
  const drawBar = (): void => {
    const status = statuses.front();
    const shown = status && connection.state === 'running' ? words(status) : undefined;
    void commands.executeCommand('setContext', 'hegao.isReport', Boolean(shown?.text));
    if (!shown?.text) {
      bar.hide();
      return;
    }
    bar.text = shown.text;
    bar.tooltip = shown.tooltip;
    bar.command = shown.level === 'error' ? 'hegao.showLog' : 'workbench.actions.view.problems';
    bar.backgroundColor = shown.level === 'error' ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    bar.show();
  };
  const drawServer = (): void => {
    item.busy = connection.state === 'starting';
    item.severity = connection.state === 'failed' ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
    const [text, detail] = serverWords(connection);
    item.text = text;
    item.detail = detail;
  };
  draw();
  return [
    bar,
    item,
    connection.onDidChange(() => {
      if (connection.state !== 'running') statuses.clear();
      draw();
    }),
    connection.onStatus((status) => {
      statuses.set(status);
      drawBar();
    }),
    window.onDidChangeActiveTextEditor(drawBar),
    workspace.onDidCloseTextDocument((document) => statuses.forget(document.uri.toString())),
  ];
}

function serverWords(connection: ServerConnection): [text: string, detail: string] {
  if (connection.state === 'off') return ['核稿：未启动', '打开年报草稿后自动启动'];
  if (connection.state === 'starting') return ['核稿：正在启动', ''];
  if (connection.state === 'failed') return ['核稿：没有运行', connection.problem];
  const { server } = connection;
  return [server?.kind === 'bundled' ? '核稿：内置' : '核稿：已安装', server ? describe(server) : ''];
}
