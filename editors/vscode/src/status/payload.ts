/** What the server tells about a draft after each check, and the words for it. */

export interface Relations {
  readonly checked: number;
  readonly broken: number;
}

/** The notification `hegao/status`. */
export interface DraftStatus {
  readonly uri: string;
  readonly version: number | null;
  /** `ok`, `findings`, `notReport`, `disabled` or `error`. */
  readonly state: string;
  /** How many there are. */
  readonly findings: number;
  readonly relations: Relations;
  readonly elapsedMs: number;
  /** What kept the draft from being checked whole, in Chinese. */
  readonly message?: string;
}

export interface Words {
  /** '' where nothing is to be shown. */
  readonly text: string;
  readonly tooltip: string;
  readonly level: 'fine' | 'findings' | 'error';
}

const NOTHING: Words = { text: '', tooltip: '', level: 'fine' };

/** Whether the server takes the draft for a report and checks it. */
export function isChecked(status: DraftStatus): boolean {
  return status.state !== 'notReport' && status.state !== 'disabled';
}

/** What the status bar says of a draft. */
export function words(status: DraftStatus): Words {
  if (!isChecked(status)) return NOTHING;
  const { findings, relations } = status;
  const balance = relations.checked > 0 ? ` 勾稽 ${relations.checked - relations.broken}/${relations.checked}` : '';
  const tooltip = told(status);
  if (status.state === 'error') return { text: `核稿 $(warning)${balance}`, tooltip, level: 'error' };
  if (findings === 0) return { text: `核稿 $(check)${balance}`, tooltip, level: 'fine' };
  return { text: `核稿 ${findings} 处${balance}`, tooltip, level: 'findings' };
}

function told(status: DraftStatus): string {
  const { findings, message, relations } = status;
  const lines = [findings === 0 ? '核稿：未发现问题' : `核稿：发现 ${findings} 处问题`];
  if (relations.checked > 0) {
    lines.push(
      relations.broken === 0
        ? `勾稽 ${relations.checked} 项全部平衡`
        : `勾稽 ${relations.checked} 项，${relations.broken} 项不平`,
    );
  }
  if (message) lines.push(message);
  lines.push(status.state === 'error' ? '点击查看日志' : '点击打开“问题”面板');
  return lines.join('\n');
}
