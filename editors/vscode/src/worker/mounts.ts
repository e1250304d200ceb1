/** Which folders of the machine the bundled server sees, and where. Paths are the same on both sides. */

/** Folders that the bundled server has of its own. */
const OWN = new Set(['dev', 'proc', 'sys', 'lib', 'lib64', 'bin', 'sbin', 'boot', 'run']);
const DRIVE = /file:\/\/\/([A-Za-z])(?:%3A|:)/gi;

export interface Mount {
  readonly host: string;
  readonly inside: string;
}

/** What is mounted at start: on Windows nothing, for a drive that is not there may take long to answer. */
export function mountsAtStart(platform: NodeJS.Platform, rootEntries: readonly string[]): Mount[] {
  if (platform === 'win32') return [];
  return rootEntries.filter((name) => !OWN.has(name)).map((name) => ({ host: `/${name}`, inside: `/${name}` }));
}

/** What a message mentions and needs to be there: drives, on Windows. */
export function mountsFor(platform: NodeJS.Platform, message: string): Mount[] {
  if (platform !== 'win32' || message.includes('"textDocument/didChange"')) return [];
  const drives = new Set([...message.matchAll(DRIVE)].map((match) => match[1]!.toLowerCase()));
  return [...drives].map((drive) => ({ host: `${drive}:\\`, inside: `/${drive}:` }));
}

/** A path of the machine as the bundled server knows it. */
export function insidePath(platform: NodeJS.Platform, path: string): string {
  if (platform !== 'win32' || !/^[A-Za-z]:[\\/]/.test(path)) return path;
  return `/${path[0]!.toLowerCase()}:${path.slice(2).replace(/\\/g, '/')}`;
}
