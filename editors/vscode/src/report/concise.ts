/** What `hegao check --output-format concise` prints, line by line. */

export interface ConciseFinding {
  readonly path: string;
  /** From 1. */
  readonly row: number;
  /** From 1, in code points. */
  readonly column: number;
  readonly level: '必错' | '疑似' | '提示';
  readonly code: string;
  readonly message: string;
}

const LINE = /^(.+?):(\d+):(\d+): (必错|疑似|提示)\[([A-Z]\d{3})\] (.*)$/;

/** The finding a line tells of; undefined for any other line. */
export function findingIn(line: string): ConciseFinding | undefined {
  const found = LINE.exec(line);
  if (found === null) return undefined;
  const [, path, row, column, level, code, message] = found as unknown as string[];
  return {
    path: path!,
    row: Number(row),
    column: Number(column),
    level: level as ConciseFinding['level'],
    code: code!,
    message: message!,
  };
}

/** Puts lines together from pieces that are cut anywhere. */
export class Lines {
  private rest = '';

  /** The lines that a piece completes. */
  feed(piece: string): string[] {
    const lines = (this.rest + piece).split('\n');
    this.rest = lines.pop()!;
    return lines.map((line) => line.replace(/\r$/, ''));
  }
}
