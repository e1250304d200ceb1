/** Which versions of the server this extension can talk to. */

/** The oldest server that has what this extension asks for. */
export const OLDEST = '0.1.0';

/** The version in what `hegao --version` prints; undefined for anything else. */
export function versionIn(output: string): string | undefined {
  return /^hegao (\d+\.\d+\.\d+)\S*\s*$/m.exec(output)?.[1];
}

/** Whether a server of this version will do: of the same major version, and not older than `OLDEST`. */
export function isCompatible(version: string): boolean {
  const [major, minor, patch] = numbers(version);
  const [oldMajor, oldMinor, oldPatch] = numbers(OLDEST);
  if (major !== oldMajor) return false;
  return minor !== oldMinor ? minor > oldMinor : patch >= oldPatch;
}

function numbers(version: string): [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return [major, minor, patch];
}
