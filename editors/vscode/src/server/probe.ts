/** Runs a command for a moment to see what it is. */
import { execFile } from 'node:child_process';

export interface Ran {
  /** Whether it could be started and ended with status 0. */
  readonly ok: boolean;
  readonly output: string;
  /** Why not, in a few words of Chinese; '' when ok. */
  readonly problem: string;
}

export type Run = (command: string, args: readonly string[]) => Promise<Ran>;

const PATIENCE_MS = 10_000;

/** Run a command in `cwd` and give what it printed; never rejects. */
export function runIn(cwd: string): Run {
  return (command, args) =>
    new Promise((resolve) => {
      const options = { cwd, timeout: PATIENCE_MS, windowsHide: true, env: { ...process.env, PYTHONUTF8: '1' } };
      try {
        execFile(command, [...args], options, (error, stdout, stderr) => {
          const output = `${stdout}\n${stderr}`;
          resolve({ ok: error === null, output, problem: error === null ? '' : problemOf(error) });
        });
      } catch (error) {
        // A path with a NUL in it, and such.
        resolve({ ok: false, output: '', problem: String(error) });
      }
    });
}

function problemOf(error: Error & { code?: string | number | null; killed?: boolean }): string {
  if (error.killed) return `${PATIENCE_MS / 1000} 秒没有回应`;
  if (error.code === 'ENOENT') return '没有这个程序';
  if (error.code === 'EACCES') return '不能执行';
  return `退出状态 ${error.code ?? '不明'}`;
}
