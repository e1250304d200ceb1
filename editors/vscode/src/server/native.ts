/** An installed server as a process that speaks over standard input and output. */
import type { Executable } from 'vscode-languageclient/node';
import type { NativeServer } from './choose';

/**
 * The process to start.
 *
 * @param cwd a folder of the extension's own: Python looks for modules where it is started, and must not find a
 *   stranger's there.
 */
export function executable(server: NativeServer, cwd: string): Executable {
  return {
    command: server.command,
    args: [...server.args],
    options: { cwd, env: { ...process.env, PYTHONUTF8: '1' } },
  };
}
