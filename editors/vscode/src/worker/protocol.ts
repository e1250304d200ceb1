/** What the extension and the thread of the bundled server say to each other. */

export interface Command {
  readonly args: readonly string[];
  /** The folder of the machine it works in. */
  readonly folder: string;
}

export interface Start {
  /** Folder of Pyodide. */
  readonly runtime: string;
  /** Folder of hegao and what it runs on. */
  readonly packages: string;
  /** A command to run; undefined to serve. */
  readonly command?: Command;
}

export type FromWorker =
  | { readonly type: 'message'; readonly json: string }
  | { readonly type: 'output'; readonly text: string }
  | { readonly type: 'log'; readonly text: string }
  | { readonly type: 'ready'; readonly milliseconds: number }
  | { readonly type: 'ended'; readonly status: number };

export type ToWorker = { readonly type: 'message'; readonly json: string };
