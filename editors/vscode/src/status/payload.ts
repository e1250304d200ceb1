/** What the server tells about a draft after each check, and the words for it. */

export interface Relations {
  readonly checked: number;
  readonly broken: number;
}

export interface Counts {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
}

/** The notification `hegao/status`. */
export interface DraftStatus {
  readonly uri: string;
  readonly version: number | null;
  readonly state: string;
  readonly findings: number | Partial<Counts>;
  readonly relations: Relations;
  readonly elapsedMs: number;
}

/** How many findings there are in all. */
export function total(findings: DraftStatus['findings']): number {
  if (typeof findings === 'number') return findings;
  return (findings.error ?? 0) + (findings.warning ?? 0) + (findings.info ?? 0);
}

export interface Words {
  /** '' where nothing is to be shown. */
  readonly text: string;
  readonly tooltip: string;
  readonly level: 'fine' | 'findings' | 'error';
}

const NOTHING: Words = { text: '', tooltip: '', level: 'fine' };

/** What the status bar says of a draft. */
export function words(status: DraftStatus): Words {
  if (status.state === 'notReport' || status.state === 'disabled') return NOTHING;
  if (status.state === 'error') {
    return { text: '核稿 $(warning)', tooltip: '核稿：有一条规则出错，其余照常。点击看日志。', level: 'error' };
  }
  const found = total(status.findings);
  const { checked, broken } = status.relations;
  const balance = checked > 0 ? ` 勾稽 ${checked - broken}/${checked}` : '';
  if (found === 0) {
    return { text: `核稿 $(check)${balance}`, tooltip: told(status), level: 'fine' };
  }
  return { text: `核稿 ${found} 处${balance}`, tooltip: told(status), level: 'findings' };
}

function told(status: DraftStatus): string {
  const found = total(status.findings);
  const { checked, broken } = status.relations;
  const lines = [found === 0 ? '核稿：未发现问题' : `核稿：发现 ${found} 处问题${split(status.findings)}`];
  if (checked > 0) lines.push(broken === 0 ? `勾稽 ${checked} 项全部平衡` : `勾稽 ${checked} 项，${broken} 项不平`);
  if (found > 0) lines.push('点击打开“问题”面板');
  return lines.join('\n');
}

function split(findings: DraftStatus['findings']): string {
  if (typeof findings === 'number') return '';
  const parts = [
    ['必错', findings.error],
    ['疑似', findings.warning],
    ['提示', findings.info],
  ].filter(([, count]) => (count ?? 0) !== 0);
  return `（${parts.map(([name, count]) => `${name} ${count}`).join('，')}）`;
}
