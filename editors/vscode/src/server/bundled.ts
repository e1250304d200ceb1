/** The bundled server as a connection: a thread that is sent messages instead of a process with pipes. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageTransports,
} from 'vscode-languageclient/node';
import type { Command, FromWorker, Start, ToWorker } from '../worker/protocol';

export interface Files {
  /** The folder with `worker.mjs`, `pyodide/` and `python/`. */
  readonly dist: string;
}

export interface Listener {
  log(text: string): void;
  ready(milliseconds: number): void;
}

/** Start a thread; `command` for one run of the command line instead of a server. */
export function startWorker(files: Files, command?: Command): Worker {
  const start: Start = { runtime: join(files.dist, 'pyodide'), packages: join(files.dist, 'python'), command };
  return new Worker(join(files.dist, 'worker.mjs'), { workerData: start });
}

class WorkerReader extends AbstractMessageReader {
  constructor(
    private readonly worker: Worker,
    private readonly listener: Listener,
  ) {
    super();
    worker.on('error', (error) => {
      listener.log(`内置服务器出错：${error.message}`);
      this.fireError(error);
    });
    worker.on('exit', () => this.fireClose());
  }

  override listen(callback: DataCallback): Disposable {
    const hear = (message: FromWorker): void => {
      if (message.type === 'message') callback(JSON.parse(message.json) as Message);
      else if (message.type === 'ready') this.listener.ready(message.milliseconds);
      else if (message.type === 'ended') void this.worker.terminate();
      else this.listener.log(message.text);
    };
    this.worker.on('message', hear);
    return { dispose: () => this.worker.off('message', hear) };
  }

  override dispose(): void {
    super.dispose();
    void this.worker.terminate();
  }
}

class WorkerWriter extends AbstractMessageWriter {
  constructor(private readonly worker: Worker) {
    super();
  }

  write(message: Message): Promise<void> {
    const sent: ToWorker = { type: 'message', json: JSON.stringify(message) };
    this.worker.postMessage(sent);
    return Promise.resolve();
  }

  end(): void {
    void this.worker.terminate();
  }
}

/** A running bundled server. The thread ends with the connection. */
export function connectBundled(files: Files, listener: Listener): { transports: MessageTransports; worker: Worker } {
  const worker = startWorker(files);
  return { transports: { reader: new WorkerReader(worker, listener), writer: new WorkerWriter(worker) }, worker };
}
