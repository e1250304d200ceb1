/** Runs a command of hegao once, by the server in use: installed or bundled. */
import { spawn } from 'node:child_process';
import { insidePath } from '../worker/mounts';
import type { FromWorker } from '../worker/protocol';
import { type Files, startWorker } from './bundled';
import type { Server } from './choose';

export interface Running {
  /** The exit status; never rejects. */
  readonly done: Promise<number>;
  stop(): void;
}

/**
 * Run `hegao ARGUMENTS...`.
 *
 * @param folder the last argument: a folder of the machine.
 * @param write is given what it prints, piece by piece.
 */
export function runCommand(
  server: Server,
  args: readonly string[],
  folder: string,
  files: Files,
  write: (text: string) => void,
): Running {
  return server.kind === 'native'
    ? runProcess(server.command, [...server.args.slice(0, -1), ...args, folder], files, write)
    : runThread([...args, insidePath(process.platform, folder)], folder, files, write);
}

function runProcess(command: string, args: string[], files: Files, write: (text: string) => void): Running {
  const child = spawn(command, args, {
    cwd: files.dist,
    env: { ...process.env, PYTHONUTF8: '1' },
    windowsHide: true,
  });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', write);
  const done = new Promise<number>((resolve) => {
    child.on('error', (error) => {
      write(`不能运行 ${command}：${error.message}\n`);
      resolve(2);
    });
    child.on('close', (status) => resolve(status ?? 2));
  });
  return { done, stop: () => void child.kill() };
}

function runThread(args: string[], folder: string, files: Files, write: (text: string) => void): Running {
  const worker = startWorker(files, { args, folder });
  const done = new Promise<number>((resolve) => {
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'output' || message.type === 'log') write(`${message.text}\n`);
      if (message.type !== 'ended') return;
      resolve(message.status);
      void worker.terminate();
    });
    worker.on('error', (error) => {
      write(`内置的 hegao 出错：${error.message}\n`);
      resolve(2);
    });
    worker.on('exit', () => resolve(2));
  });
  return { done, stop: () => void worker.terminate() };
}
