/** 校核本文件夹: the command line's check of a folder as a task, by the server in use, installed or bundled. */
import {
  CustomExecution,
  type Disposable,
  EventEmitter,
  type Pseudoterminal,
  Task,
  TaskGroup,
  type TaskDefinition,
  tasks,
  TaskScope,
  Uri,
  workspace,
  type WorkspaceFolder,
} from 'vscode';
import type { Files } from '../server/bundled';
import type { Server } from '../server/choose';
import { runCommand, type Running } from '../server/commandLine';

const TYPE = 'hegao';
const MATCHERS = ['$hegao-error', '$hegao-warning', '$hegao-info'];
const FOUND = 1;
const CHECK = ['check', '--output-format', 'concise', '--color', 'never', '--jobs', '1'];

interface FolderDefinition extends TaskDefinition {
  /** The folder, relative to the workspace's; its own when absent. */
  readonly folder?: string;
}

/** Gives the server in use once there is one. */
export type ServerInUse = () => Promise<Server | undefined>;

/** The task that checks a folder. */
export function folderTask(
  scope: WorkspaceFolder | TaskScope,
  folder: Uri,
  server: ServerInUse,
  files: Files,
  definition: FolderDefinition = { type: TYPE },
): Task {
  const execution = new CustomExecution(() => Promise.resolve(new CheckTerminal(folder.fsPath, server, files)));
  const task = new Task(definition, scope, '校核本文件夹', '核稿', execution, MATCHERS);
  task.group = TaskGroup.Test;
  task.presentationOptions = { clear: true, showReuseMessage: false };
  return task;
}

export function provideTasks(server: ServerInUse, files: Files): Disposable {
  const make = (scope: WorkspaceFolder, definition?: FolderDefinition): Task => {
    const folder = definition?.folder ? Uri.joinPath(scope.uri, definition.folder) : scope.uri;
    return folderTask(scope, folder, server, files, definition);
  };
  return tasks.registerTaskProvider(TYPE, {
    provideTasks: () => (workspace.workspaceFolders ?? []).map((scope) => make(scope)),
    resolveTask: (task) => {
      const scope = typeof task.scope === 'object' ? task.scope : workspace.workspaceFolders?.[0];
      return scope && make(scope, task.definition as FolderDefinition);
    },
  });
}

class CheckTerminal implements Pseudoterminal {
  private readonly written = new EventEmitter<string>();
  private readonly ended = new EventEmitter<number>();
  private running: Running | undefined;
  readonly onDidWrite = this.written.event;
  readonly onDidClose = this.ended.event;

  constructor(
    private readonly folder: string,
    private readonly server: ServerInUse,
    private readonly files: Files,
  ) {}

  open(): void {
    // What was found is no failure of the task: it must not end in red.
    void this.run().then((status) => this.ended.fire(status === FOUND ? 0 : status));
  }

  close(): void {
    this.running?.stop();
  }

  private async run(): Promise<number> {
    this.write(`正在校核 ${this.folder} ……\n`);
    const server = await this.server();
    if (server === undefined) {
      this.write('核稿没有运行。请运行命令“核稿：诊断环境”查看原因。\n');
      return 2;
    }
    this.running = runCommand(server, CHECK, this.folder, this.files, (text) => this.write(text));
    return this.running.done;
  }

  /** A terminal wants both characters at the end of a line. */
  private write(text: string): void {
    this.written.fire(text.replace(/\r?\n/g, '\r\n'));
  }
}
