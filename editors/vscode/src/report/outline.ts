/** The report as a tree: its sections and tables, each with what was found in it. Plain data, no VS Code. */

export interface Place {
  readonly line: number;
  readonly character: number;
}

export interface Extent {
  readonly start: Place;
  readonly end: Place;
}

/** A document symbol as the server gives it. */
export interface SymbolNode {
  readonly name: string;
  readonly detail?: string;
  readonly kind: number;
  readonly range: Extent;
  readonly selectionRange: Extent;
  readonly children?: readonly SymbolNode[];
}

export interface Found {
  readonly message: string;
  readonly code: string;
  /** As VS Code counts: 0 error, 1 warning, 2 information, 3 hint. */
  readonly severity: number;
  readonly range: Extent;
}

export interface PartNode {
  readonly type: 'part';
  readonly symbol: SymbolNode;
  readonly children: readonly OutlineNode[];
  /** How many findings lie in it and below. */
  readonly count: number;
  /** The gravest of them; undefined without any. */
  readonly gravest: number | undefined;
}

export interface FoundNode {
  readonly type: 'found';
  readonly found: Found;
}

export type OutlineNode = PartNode | FoundNode;

/** The kind of symbol (`Number`) that the server gives to rows of tables. */
const ROW = 16;

/** Sections and tables in their order; findings, in theirs, before the parts within their part. */
export function outline(symbols: readonly SymbolNode[], findings: readonly Found[]): readonly OutlineNode[] {
  const ordered = [...findings].sort((a, b) => compare(a.range.start, b.range.start));
  return level(symbols, ordered);
}

function level(symbols: readonly SymbolNode[], findings: readonly Found[]): readonly OutlineNode[] {
  const taken = new Set<Found>();
  const parts = symbols.map((symbol): PartNode => {
    const mine = findings.filter((found) => !taken.has(found) && contains(symbol.range, found.range.start));
    for (const found of mine) taken.add(found);
    // Rows would bury the findings; the outline view has them.
    const below = (symbol.children ?? []).filter((child) => child.kind !== ROW);
    return {
      type: 'part',
      symbol,
      children: level(below, mine),
      count: mine.length,
      gravest: mine.length > 0 ? Math.min(...mine.map((found) => found.severity)) : undefined,
    };
  });
  const loose = findings.filter((found) => !taken.has(found)).map((found): FoundNode => ({ type: 'found', found }));
  return [...loose, ...parts];
}

function contains(range: Extent, place: Place): boolean {
  return compare(range.start, place) <= 0 && compare(place, range.end) <= 0;
}

function compare(a: Place, b: Place): number {
  return a.line - b.line || a.character - b.character;
}
