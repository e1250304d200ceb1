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
import type { FolderFindings } from './folderFindings';

const TYPE = 'hegao';
const FOUND = 1;
const CHECK = ['check', '--output-format', 'concise', '--color', 'never', '--jobs', '1'];

interface FolderDefinition extends TaskDefinition {
  /** The folder, relative to the workspace's; its own when absent. */
  readonly folder?: string;
}

/** What a check of a folder works with. */
export interface Parts {
  /** Gives the server in use once there is one. */
  readonly server: () => Promise<Server | undefined>;
  readonly files: Files;
  readonly findings: FolderFindings;
}

/** The task that checks a folder. */
export function folderTask(
  scope: WorkspaceFolder | TaskScope,
  folder: Uri,
  parts: Parts,
  definition: FolderDefinition = { type: TYPE },
): Task {
  const execution = new CustomExecution(() => Promise.resolve(new CheckTerminal(folder.fsPath, parts)));
  const task = new Task(definition, scope, '校核本文件夹', '核稿', execution, []);
  task.group = TaskGroup.Test;
  task.presentationOptions = { clear: true, showReuseMessage: false };
  return task;
}

export function provideTasks(parts: Parts): Disposable {
  const make = (scope: WorkspaceFolder, definition?: FolderDefinition): Task => {
    const folder = definition?.folder ? Uri.joinPath(scope.uri, definition.folder) : scope.uri;
    return folderTask(scope, folder, parts, definition);
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
    private readonly parts: Parts,
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
    const server = await this.parts.server();
    if (server === undefined) {
      this.write('核稿没有运行。请运行命令“核稿：诊断环境”查看原因。\n');
      return 2;
    }
    const read = this.parts.findings.begin();
    this.running = runCommand(server, CHECK, this.folder, this.parts.files, (text) => {
      read(text);
      this.write(text);
    });
    return this.running.done;
  }

  /** A terminal wants both characters at the end of a line. */
  private write(text: string): void {
    this.written.fire(text.replace(/\r?\n/g, '\r\n'));
  }
}
