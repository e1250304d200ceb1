/** Which server to run, and why: the one set, an installed one, or the one inside the extension. */
import type { Run } from './probe';
import { isCompatible, OLDEST, versionIn } from './version';

/** What is known before anything is tried. */
export interface Wishes {
  /** `auto`, or only the one kind. */
  readonly server: 'auto' | 'installed' | 'bundled';
  /** `hegao.path`; '' when not set. */
  readonly path: string;
  /** `hegao.interpreter`; '' when not set. */
  readonly interpreter: string;
  /** Whether the folder is trusted: in one that is not, nothing of the machine's is started. */
  readonly trusted: boolean;
}

export interface NativeServer {
  readonly kind: 'native';
  readonly command: string;
  readonly args: readonly string[];
  readonly version: string;
  readonly why: string;
}

export interface BundledServer {
  readonly kind: 'bundled';
  readonly version: string;
  readonly why: string;
}

export type Server = NativeServer | BundledServer;

export interface Choice {
  /** Undefined when only an installed one is wanted and there is none. */
  readonly server: Server | undefined;
  /** What was looked at and not taken, a sentence each. */
  readonly rejected: readonly string[];
}

interface Candidate {
  readonly command: string;
  readonly args: readonly string[];
  readonly why: string;
  /** Whether it is a Python interpreter with hegao in it. */
  readonly python: boolean;
}

/**
 * Choose a server.
 *
 * @param selectedPython gives the interpreter the Python extension has selected; undefined without one.
 * @param bundledVersion of the server inside the extension.
 */
export async function choose(
  wishes: Wishes,
  run: Run,
  selectedPython: () => Promise<string | undefined>,
  bundledVersion: string,
): Promise<Choice> {
  const bundled = (why: string): BundledServer => ({ kind: 'bundled', version: bundledVersion, why });
  if (wishes.server === 'bundled') return { server: bundled('设置 hegao.server 选了内置'), rejected: [] };
  if (!wishes.trusted) {
    return { server: bundled('这个文件夹未受信任，不启动本机的程序'), rejected: [] };
  }
  const rejected: string[] = [];
  for await (const candidate of candidates(wishes, selectedPython)) {
    const found = await examine(candidate, run);
    if (typeof found !== 'string') return { server: found, rejected };
    rejected.push(found);
  }
  if (wishes.server === 'installed') return { server: undefined, rejected };
  return { server: bundled('没有找到可用的已安装版本'), rejected };
}

async function* candidates(
  wishes: Wishes,
  selectedPython: () => Promise<string | undefined>,
): AsyncGenerator<Candidate> {
  if (wishes.path) yield { command: wishes.path, args: [], why: '设置 hegao.path', python: false };
  if (wishes.interpreter) yield inPython(wishes.interpreter, '设置 hegao.interpreter');
  const selected = await selectedPython();
  if (selected && selected !== wishes.interpreter) yield inPython(selected, 'Python 扩展选中的解释器');
  yield { command: 'hegao', args: [], why: '系统路径（PATH）', python: false };
}

function inPython(interpreter: string, why: string): Candidate {
  return { command: interpreter, args: ['-m', 'hegao'], why, python: true };
}

/** The server a candidate is, or a sentence that says why it is none. */
async function examine(candidate: Candidate, run: Run): Promise<NativeServer | string> {
  const { command, args, why } = candidate;
  const ran = await run(command, [...args, '--version']);
  const version = ran.ok ? versionIn(ran.output) : undefined;
  if (version === undefined) {
    const problem = candidate.python ? await pythonProblem(candidate, ran.problem, run) : ran.problem;
    return `${why}：${command}，${problem || '不是 hegao'}`;
  }
  if (!isCompatible(version)) return `${why}：${command} 是 ${version} 版，需要 ${OLDEST} 以上的同一大版本`;
  return { kind: 'native', command, args: [...args, 'lsp'], version, why };
}

async function pythonProblem(candidate: Candidate, problem: string, run: Run): Promise<string> {
  const ran = await run(candidate.command, ['-c', 'import sys; print("python %d.%d" % sys.version_info[:2])']);
  const found = ran.ok ? /^python (\d+)\.(\d+)\s*$/m.exec(ran.output) : null;
  if (found === null) return ran.problem || problem || '不是 Python';
  const [major, minor] = [Number(found[1]), Number(found[2])];
  if (major < 3 || (major === 3 && minor < 10)) return `是 Python ${major}.${minor}，hegao 要 3.10 以上`;
  return `Python ${major}.${minor} 里没有装 hegao`;
}
