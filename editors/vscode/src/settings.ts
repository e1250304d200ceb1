/** The settings that say which server to run. What concerns drafts the server asks for itself. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { workspace } from 'vscode';
import type { Wishes } from './server/choose';

/** Settings whose change asks for another server. */
export const SERVER_SETTINGS = ['hegao.server', 'hegao.path', 'hegao.interpreter'] as const;

export function readWishes(): Wishes {
  const settings = workspace.getConfiguration('hegao');
  const server = settings.get<string>('server', 'auto');
  return {
    server: server === 'installed' || server === 'bundled' ? server : 'auto',
    path: expandPath(settings.get<string>('path', '')),
    interpreter: expandPath(settings.get<string>('interpreter', '')),
    trusted: workspace.isTrusted,
  };
}

export function isEnabled(): boolean {
  return workspace.getConfiguration('hegao').get<boolean>('enable', true);
}

/** A path as people write it: with `~`, or relative to the folder that is open. A bare name is looked up in PATH. */
function expandPath(path: string): string {
  const written = path.trim();
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (written.startsWith('~/') || written.startsWith('~\\')) return join(homedir(), written.slice(2));
  const inFolder = folder === undefined ? written : written.replace('${workspaceFolder}', folder);
  if (folder === undefined || isAbsolute(inFolder) || !/[\\/]/.test(inFolder)) return inFolder;
  return join(folder, inFolder);
}
