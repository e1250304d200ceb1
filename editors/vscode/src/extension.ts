/** Where VS Code begins: what there is, and when the server is started. */
import {
  commands,
  type Disposable,
  type ExtensionContext,
  type TextDocument,
  tasks,
  Uri,
  window,
  workspace,
} from 'vscode';
import { ServerConnection } from './client';
import { page } from './commands/diagnose';
import { explain, fillTotals, fixAll, fixSameRule } from './commands/draftCommands';
import { createSettings, newReport } from './commands/files';
import { FolderFindings } from './commands/folderFindings';
import { folderTask, type Parts, provideTasks } from './commands/folderTask';
import { offerReopening } from './commands/reopen';
import { isWatched, mayBeDraft } from './draft';
import { Pages } from './report/pages';
import { ReportTree, showTree } from './report/tree';
import { isEnabled, SERVER_SETTINGS } from './settings';
import { showStatus, Statuses } from './status/items';

/** What other extensions and the tests may use. */
export interface Api {
  readonly connection: ServerConnection;
  readonly statuses: Statuses;
  readonly tree: ReportTree;
  /** The text of 诊断环境. */
  diagnosis(): string;
}

const WALKTHROUGH = 'hegao.hegao#hegao.start';

let connection: ServerConnection | undefined;

export function activate(context: ExtensionContext): Api {
  const log = window.createOutputChannel('核稿', { log: true });
  const trace = window.createOutputChannel('核稿（通信）', { log: true });
  const pages = new Pages();
  const here = new ServerConnection(context, log, trace, pages);
  connection = here;
  const statuses = new Statuses();
  const tree = new ReportTree(here, statuses);
  context.subscriptions.push(
    log,
    trace,
    pages.register(),
    ...showStatus(here, statuses),
    ...showTree(tree, here),
    ...registerCommands(context, here, statuses, pages),
    ...offerReopening(),
    ...watch(here),
  );
  for (const document of workspace.textDocuments) startFor(here, document);
  return { connection: here, statuses, tree, diagnosis: () => page(here, statuses) };
}

export function deactivate(): Promise<void> | undefined {
  return connection?.stop();
}

/** Start the server when a text gives reason to; it costs memory, and most texts are no reports. */
function startFor(here: ServerConnection, document: TextDocument): void {
  if (here.state !== 'off' || !isEnabled() || !isWatched(document) || !isOnDesk(document)) return;
  if (mayBeDraft(document)) void here.start();
}

function isOnDesk(document: TextDocument): boolean {
  return document.uri.scheme === 'file' || document.uri.scheme === 'untitled';
}

function watch(here: ServerConnection): Disposable[] {
  return [
    workspace.onDidOpenTextDocument((document) => startFor(here, document)),
    workspace.onDidChangeTextDocument(({ document }) => startFor(here, document)),
    workspace.onDidGrantWorkspaceTrust(() => {
      if (here.state !== 'off') void here.restart();
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (here.state !== 'off' && SERVER_SETTINGS.some((key) => change.affectsConfiguration(key))) {
        here.forgive();
        void here.restart();
      }
      if (change.affectsConfiguration('hegao.enable')) {
        for (const document of workspace.textDocuments) startFor(here, document);
      }
    }),
  ];
}

function registerCommands(
  context: ExtensionContext,
  here: ServerConnection,
  statuses: Statuses,
  pages: Pages,
): Disposable[] {
  const files = { dist: Uri.joinPath(context.extensionUri, 'dist').fsPath };
  const findings = new FolderFindings();
  const server: Parts['server'] = async () => {
    await here.start();
    return here.state === 'running' ? here.server : undefined;
  };
  const parts: Parts = { server, files, findings };
  const all: Record<string, (...args: never[]) => unknown> = {
    'hegao.restartServer': async () => {
      here.forgive();
      await here.restart();
    },
    'hegao.showLog': () => here.log.show(),
    'hegao.diagnose': () => pages.showText('诊断环境', page(here, statuses)),
    'hegao.fixAll': () => fixAll(here),
    'hegao.fixSameRule': () => fixSameRule(here),
    'hegao.fillTotals': () => fillTotals(here),
    'hegao.explain': () => explain(here),
    'hegao.newDraft': () => newReport(here),
    'hegao.createSettings': () => createSettings(here, files, here.log),
    'hegao.toggle': () => workspace.getConfiguration('hegao').update('enable', !isEnabled(), true),
    'hegao.openWalkthrough': () => commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, false),
    'hegao.checkFolder': async () => {
      const scope = workspace.workspaceFolders?.[0];
      if (scope === undefined) void window.showInformationMessage('请先打开草稿所在的文件夹。');
      else await tasks.executeTask(folderTask(scope, scope.uri, parts));
    },
  };
  return [
    ...Object.entries(all).map(([name, run]) => commands.registerCommand(name, run)),
    provideTasks(parts),
    ...findings.register(),
  ];
}
