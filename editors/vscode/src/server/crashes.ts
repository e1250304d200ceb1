/** Whether a server that crashed is to be started again. */

const LONG_AGO_MS = 10 * 60_000;

/** Once is an accident. A second time within ten minutes is not. */
export class CrashCount {
  private last = Number.NEGATIVE_INFINITY;

  /** Count a crash at a time in milliseconds; says whether to start again. */
  add(now: number): boolean {
    const again = now - this.last > LONG_AGO_MS;
    this.last = now;
    return again;
  }

  forget(): void {
    this.last = Number.NEGATIVE_INFINITY;
  }
}
