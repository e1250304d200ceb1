/** 诊断环境: what runs, and why; everything a person needs who is asked for help. Nothing of a draft is in it. */
import { env, extensions, version as codeVersion, workspace } from 'vscode';
import { describe, type ServerConnection } from '../client';
import { SERVER_SETTINGS } from '../settings';
import type { Statuses } from '../status/items';

const STATES = { off: '未启动（打开年报草稿后自动启动）', starting: '正在启动', running: '正在运行', failed: '没有运行' };
const DRAFT_STATES: Record<string, string> = {
  ok: '未发现问题',
  notReport: '不是年报，没有核对',
  disabled: '已暂停核对',
  error: '有规则出错，其余照常',
};

/** The page's text. */
export function page(connection: ServerConnection, statuses: Statuses): string {
  const own = extensions.getExtension('hegao.hegao');
  const { choice, problem, startMs, state } = connection;
  const lines = [
    '核稿：诊断环境',
    '',
    `状态：${STATES[state]}${problem && state === 'failed' ? `（${problem}）` : ''}`,
    `服务器：${choice?.server ? describe(choice.server) : '还没有选'}`,
    ...(state === 'running' ? [`启动用时：${startMs} 毫秒`] : []),
    ...(choice?.rejected ?? []).map((sentence) => `未采用：${sentence}`),
    '',
    `扩展：${String(own?.packageJSON.version ?? '不明')}`,
    `编辑器：${env.appName} ${codeVersion}，界面语言 ${env.language}`,
    `系统：${process.platform} ${process.arch}，Node.js ${process.versions.node}`,
    `Python 扩展：${extensions.getExtension('ms-python.python') ? '有' : '没有（不需要）'}`,
    `文件夹受信任：${workspace.isTrusted ? '是' : '否（不启动本机的程序，只用内置的）'}`,
    `文件夹：${(workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath).join('，') || '没有打开'}`,
    '',
    ...SERVER_SETTINGS.map((key) => `设置 ${key}：${JSON.stringify(workspace.getConfiguration().get(key) ?? '')}`),
    ...draftLines(statuses),
  ];
  return `${lines.join('\n')}\n`;
}

function draftLines(statuses: Statuses): string[] {
  const status = statuses.front();
  if (status === undefined) return ['', '当前文件：没有核对（不是年报草稿，或没有打开草稿）'];
  const { checked, broken } = status.relations;
  const found = DRAFT_STATES[status.state] ?? `发现 ${status.findings} 处问题`;
  return ['', `当前文件：${found}，勾稽 ${checked} 项，${broken} 项不平，用时 ${status.elapsedMs} 毫秒`];
}
