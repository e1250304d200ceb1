/** The connection to the server: choose, start, watch, start again. */
import { type ExtensionContext, type LogOutputChannel, EventEmitter, MarkdownString, Uri, window, workspace } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  type InitializeParams,
  type LanguageClientOptions,
  type ServerOptions,
} from 'vscode-languageclient/node';
import { findingsIn } from './report/findings';
import { withoutSaid } from './report/hover';
import { textOfRule } from './report/ruleText';
import type { Pages } from './report/pages';
import { choose, type Choice, type Server } from './server/choose';
import { connectBundled } from './server/bundled';
import { CrashCount } from './server/crashes';
import { executable } from './server/native';
import { runIn } from './server/probe';
import { selectedPython } from './server/python';
import { readWishes } from './settings';
import type { DraftStatus } from './status/payload';
import { insidePath } from './worker/mounts';

export type RunState = 'off' | 'starting' | 'running' | 'failed';

/** Never pops anything up: a clerk is told by the status item, and once by a message of ours. */
class QuietClient extends LanguageClient {
  constructor(
    serverOptions: ServerOptions,
    clientOptions: LanguageClientOptions,
    private readonly hasProcesses: boolean,
  ) {
    super('hegao', '核稿', serverOptions, clientOptions);
  }

  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  protected override fillInitializeParams(params: InitializeParams): void {
    super.fillInitializeParams(params);
    // WebAssembly has no processes to watch; it ends with this one.
    if (!this.hasProcesses) params.processId = null;
  }
}

export class ServerConnection {
  private readonly changed = new EventEmitter<void>();
  private readonly told = new EventEmitter<DraftStatus>();
  private readonly crashes = new CrashCount();
  private client: LanguageClient | undefined;
  private turn: Promise<void> = Promise.resolve();

  readonly onDidChange = this.changed.event;
  readonly onStatus = this.told.event;
  state: RunState = 'off';
  choice: Choice | undefined;
  /** Why it does not run; '' while it does. */
  problem = '';
  /** How long the last start took. */
  startMs = 0;

  constructor(
    private readonly context: ExtensionContext,
    readonly log: LogOutputChannel,
    readonly trace: LogOutputChannel,
    private readonly pages: Pages,
  ) {
    context.subscriptions.push(this.changed, this.told);
  }

  get server(): Server | undefined {
    return this.choice?.server;
  }

  /** The running client; undefined while there is none. */
  get running(): LanguageClient | undefined {
    return this.state === 'running' ? this.client : undefined;
  }

  /** Start the server unless it is running; resolves when it is, or has failed. */
  start(): Promise<void> {
    return this.next(async () => {
      if (this.state === 'off') await this.launch();
    });
  }

  /** Stop the server, choose anew, start. */
  restart(): Promise<void> {
    return this.next(async () => {
      await this.end();
      await this.launch();
    });
  }

  stop(): Promise<void> {
    return this.next(() => this.end());
  }

  /** Forget earlier crashes: somebody asked for another start. */
  forgive(): void {
    this.crashes.forget();
  }

  private next(step: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(step, step);
    return this.turn;
  }

  private async launch(): Promise<void> {
    this.enter('starting');
    const began = Date.now();
    const cwd = this.context.extensionPath;
    const version = String(this.context.extension.packageJSON.version);
    this.choice = await choose(readWishes(), runIn(cwd), selectedPython, version);
    for (const sentence of this.choice.rejected) this.log.info(`未采用 ${sentence}`);
    if (this.choice.server === undefined) {
      this.fail('没有找到已安装的 hegao（设置 hegao.server 为 installed）');
      return;
    }
    if (!(await this.connect(this.choice.server))) await this.fallBack();
    this.startMs = Date.now() - began;
    if (this.server !== undefined && this.state === 'running') {
      this.log.info(`${describe(this.server)}，启动用时 ${this.startMs} 毫秒`);
    }
  }

  /** An installed server that does not start is no reason to leave a draft unchecked. */
  private async fallBack(): Promise<void> {
    const failed = this.choice?.server;
    if (failed?.kind !== 'native' || readWishes().server === 'installed') return;
    const sentence = `${failed.why}：${failed.command} 启动不了（${this.problem}）`;
    const version = String(this.context.extension.packageJSON.version);
    const server: Server = { kind: 'bundled', version, why: '已安装的版本启动不了' };
    this.log.warn(sentence);
    this.choice = { server, rejected: [...(this.choice?.rejected ?? []), sentence] };
    await this.connect(server);
  }

  private async connect(server: Server): Promise<boolean> {
    const client = new QuietClient(
      this.serverOptions(server),
      this.clientOptions(server, () => this.closed(client)),
      server.kind === 'native',
    );
    this.client = client;
    client.onNotification('hegao/status', (status: DraftStatus) => this.told.fire(status));
    try {
      await client.start();
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error));
      this.client = undefined;
      return false;
    }
    this.problem = '';
    this.enter('running');
    return true;
  }

  private serverOptions(server: Server): ServerOptions {
    if (server.kind === 'native') return executable(server, this.context.extensionPath);
    const files = { dist: Uri.joinPath(this.context.extensionUri, 'dist').fsPath };
    return async () =>
      connectBundled(files, {
        log: (text) => this.log.info(text),
        ready: (milliseconds) => this.log.info(`内置的 Python 用 ${milliseconds} 毫秒备好`),
      }).transports;
  }

  private clientOptions(server: Server, closed: () => void): LanguageClientOptions {
    return {
      documentSelector: [
        ...['file', 'untitled'].flatMap((scheme) =>
          ['markdown', 'plaintext', 'hegao'].map((language) => ({ scheme, language })),
        ),
        { scheme: 'file', pattern: '**/hegao.toml' },
      ],
      outputChannel: this.log,
      traceOutputChannel: this.trace,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      diagnosticCollectionName: 'hegao',
      diagnosticPullOptions: { onChange: true, onSave: false },
      initializationOptions: { showsRules: true },
      synchronize: { configurationSection: 'hegao' },
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          closed();
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
      middleware: {
        // The server explains a rule in words; where they are shown is the editor's business.
        executeCommand: async (command, args, next) => {
          const result: unknown = await next(command, args);
          const markdown = command === 'hegao.explainRule' ? textOfRule(result) : '';
          if (markdown) await this.pages.showMarkdown(String(args[0]), markdown);
          return result;
        },
        provideHover: async (document, position, token, next) => {
          const hover = await next(document, position, token);
          const here = findingsIn(document).filter((found) => found.range.contains(position));
          for (const content of hover?.contents ?? []) {
            if (content instanceof MarkdownString) content.value = withoutSaid(content.value, here.map((found) => found.message));
          }
          return hover;
        },
        workspace: {
          configuration: async (params, token, next) => {
            const values = await next(params, token);
            return server.kind === 'bundled' && Array.isArray(values) ? values.map(withInsidePaths) : values;
          },
        },
      },
    };
  }

  /** The server has gone without being asked to: start it once more, then tell. */
  private closed(client: LanguageClient): void {
    if (this.client !== client || this.state !== 'running') return;
    this.client = undefined;
    if (this.crashes.add(Date.now())) {
      this.log.warn('服务器意外退出，重新启动');
      void this.restart();
      return;
    }
    this.log.error('服务器再次意外退出，不再重新启动');
    this.fail('服务器两次意外退出');
    void this.tellOfCrash();
  }

  private async tellOfCrash(): Promise<void> {
    const [again, logs, bundled] = ['重新启动', '查看日志', '改用内置'];
    const offers = this.server?.kind === 'native' ? [again, logs, bundled] : [again, logs];
    const picked = await window.showErrorMessage('核稿的服务器意外退出，草稿暂时没有核对。', ...offers);
    if (picked === logs) this.log.show();
    if (picked === bundled) await workspace.getConfiguration('hegao').update('server', 'bundled', true);
    if (picked === again) {
      this.forgive();
      await this.restart();
    }
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.enter('off');
    await client?.dispose().catch((error: unknown) => this.log.warn(`停止时：${String(error)}`));
  }

  private fail(problem: string): void {
    this.problem = problem;
    this.enter('failed');
  }

  private enter(state: RunState): void {
    this.state = state;
    this.changed.fire();
  }
}

/** A server in one line of Chinese. */
export function describe(server: Server): string {
  return server.kind === 'bundled'
    ? `内置的 hegao ${server.version}（${server.why}）`
    : `已安装的 hegao ${server.version}（${server.why}：${server.command}）`;
}

function withInsidePaths(settings: unknown): unknown {
  if (typeof settings !== 'object' || settings === null || !('previousReport' in settings)) return settings;
  const path = settings.previousReport;
  if (typeof path !== 'string') return settings;
  return { ...settings, previousReport: insidePath(process.platform, path) };
}
