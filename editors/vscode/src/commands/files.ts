/** Commands that make files: a new report, and the settings of a folder. */
import { dirname } from 'node:path';
import { FileSystemError, type LogOutputChannel, Uri, window, workspace } from 'vscode';
import type { ServerConnection } from '../client';
import type { Files } from '../server/bundled';
import { runCommand } from '../server/commandLine';
import { ask } from './draftCommands';

const YEAR = /^20\d\d$/;

interface NewReport {
  readonly text?: string;
}

/** 新建年报: ask for agency and year, open the frame of a report as a new document. */
export async function newReport(connection: ServerConnection): Promise<void> {
  const settings = workspace.getConfiguration('hegao');
  const agency = await window.showInputBox({
    title: '新建年报（1/2）',
    prompt: '报告机关的全称',
    placeHolder: '如：云岭镇人民政府',
    value: settings.get<string>('agency.name', ''),
    validateInput: (value) => (value.trim().length < 2 ? '请写机关的全称，如：云岭镇人民政府' : undefined),
  });
  if (agency === undefined) return;
  const year = await window.showInputBox({
    title: '新建年报（2/2）',
    prompt: '报告哪一年的工作',
    value: String(lastReportedYear(new Date())),
    validateInput: (value) => (YEAR.test(value.trim()) ? undefined : '请写四位年份，如：2024'),
  });
  if (year === undefined) return;
  const asked = { agency: agency.trim(), year: Number(year.trim()), layout: 'md' };
  const made = await ask(connection, 'hegao.newReport', [asked]);
  const text = typeof made === 'string' ? made : (made as NewReport | undefined)?.text;
  if (!text) return;
  const document = await workspace.openTextDocument({ language: 'markdown', content: text });
  await window.showTextDocument(document);
}

/** The year that is being reported on: a report is written in the winter after it. */
export function lastReportedYear(today: Date): number {
  return today.getMonth() >= 10 ? today.getFullYear() : today.getFullYear() - 1;
}

/** 新建设置文件: `hegao.toml` in the folder of the draft in front, or of the workspace. */
export async function createSettings(
  connection: ServerConnection,
  files: Files,
  log: LogOutputChannel,
): Promise<void> {
  const folder = await folderForSettings();
  if (folder === undefined) return;
  const target = Uri.joinPath(folder, 'hegao.toml');
  if (!(await exists(target))) {
    await connection.start();
    const { server } = connection;
    if (server === undefined || connection.state !== 'running') {
      void window.showErrorMessage('核稿没有运行。请先运行“核稿：诊断环境”。');
      return;
    }
    let printed = '';
    const status = await runCommand(server, ['init'], folder.fsPath, files, (text) => (printed += text)).done;
    if (status !== 0) {
      log.error(printed);
      void window.showErrorMessage(`没有写成设置文件：${printed.trim()}`);
      return;
    }
  }
  await window.showTextDocument(await workspace.openTextDocument(target));
}

async function folderForSettings(): Promise<Uri | undefined> {
  const front = window.activeTextEditor?.document.uri;
  const own = front?.scheme === 'file' ? workspace.getWorkspaceFolder(front)?.uri : undefined;
  const folder = own ?? workspace.workspaceFolders?.[0]?.uri;
  if (folder !== undefined) return folder;
  if (front?.scheme === 'file') return Uri.file(dirname(front.fsPath));
  void window.showInformationMessage('请先打开草稿所在的文件夹。');
  return undefined;
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}
