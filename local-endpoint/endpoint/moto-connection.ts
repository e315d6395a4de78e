import { connect, type Socket } from 'node:net';

/** An answer of HTTP, its body in memory. */
export interface HttpAnswer {
  readonly status: number;
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** A request that moto gets. */
export interface MotoRequest {
  readonly method: string;
  /** Percent-encoded. */
  readonly path: string;
  /** With the length of the body. */
  readonly fields: Iterable<readonly [string, string]>;
  readonly body: Uint8Array;
}

/** More of them than that are closed when they become idle. */
const MAX_IDLE = 32;

/** Idle connections by `host:port`, the last used one last. A process has one moto, or a few in its tests. */
const idle = new Map<string, Connection[]>();

/**
 * Sends a request to moto, on a connection that stays open. Node's own client takes three times as long for it, because it
 * is made for any server; this one is for ours, which announces the length of each answer (moto/startup/keep_alive.py).
 * @throws Error where moto ends the connection before it has answered, or where the request cannot be a line of HTTP
 */
export function exchange(hostname: string, port: number, request: MotoRequest): Promise<HttpAnswer> {
  const head = headOf(request);
  const key = `${hostname}:${port}`;
  const connections = idle.get(key) ?? [];
  idle.set(key, connections);
  const connection = connections.pop() ?? new Connection(hostname, port, connections);
  return connection.exchange(head, request);
}

function headOf({ method, path, fields }: MotoRequest): string {
  if (!/^[\x21-\xff]+$/.test(path)) throw new Error(`A path must be percent-encoded, got: ${path}`);
  let head = `${method} ${path} HTTP/1.1\r\n`;
  for (const [name, value] of fields) {
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
      throw new Error(`A header must be a line of Latin-1, got: ${name}: ${JSON.stringify(value)}`);
    head += `${name}: ${value}\r\n`;
  }
  return `${head}\r\n`;
}

interface Exchange {
  readonly method: string;
  resolve(answer: HttpAnswer): void;
  reject(error: Error): void;
}

interface AnswerHead {
  readonly status: number;
  readonly rawHeaders: readonly string[];
  /** Of the body. */
  readonly length: number;
  readonly closes: boolean;
}

const END_OF_HEAD = '\r\n\r\n';

class Connection {
  private readonly socket: Socket;
  private current?: Exchange;
  private head?: AnswerHead;
  private chunks: Buffer[] = [];
  private received = 0;

  /** @param siblings the idle connections to the same server */
  constructor(
    hostname: string,
    port: number,
    private readonly siblings: Connection[],
  ) {
    this.socket = connect({ host: hostname, port, noDelay: true });
    this.socket.on('data', (chunk: Buffer) => this.read(chunk));
    this.socket.on('error', (error) => this.fail(error));
    this.socket.on('close', () => this.fail(new Error('moto ended the connection before it had answered')));
  }

  exchange(head: string, { method, body }: MotoRequest): Promise<HttpAnswer> {
    this.socket.ref();
    return new Promise((resolve, reject) => {
      this.current = { method, resolve, reject };
      const bytes = Buffer.allocUnsafe(head.length + body.length);
      bytes.write(head, 'latin1');
      bytes.set(body, head.length);
      this.socket.write(bytes);
    });
  }

  private read(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.received += chunk.length;
    try {
      if (!this.current) throw new Error('moto must send nothing that is not asked for');
      if (!this.head) this.readHead();
      if (this.head && this.received >= this.head.length) this.finish(this.head);
    } catch (error) {
      this.fail(error as Error);
    }
  }

  private readHead(): void {
    const bytes = this.bytes();
    const end = bytes.indexOf(END_OF_HEAD);
    if (end >= 0) this.head = answerHead(bytes.toString('latin1', 0, end), this.current?.method);
    const rest = end < 0 ? bytes : bytes.subarray(end + END_OF_HEAD.length);
    this.chunks = [rest];
    this.received = rest.length;
  }

  private bytes(): Buffer {
    const [only] = this.chunks;
    return only && this.chunks.length === 1 ? only : Buffer.concat(this.chunks);
  }

  private finish({ status, rawHeaders, length, closes }: AnswerHead): void {
    if (this.received > length) throw new Error(`moto must send no more than it announced (${length} bytes)`);
    const { current } = this;
    const body = this.bytes();
    this.current = undefined;
    this.head = undefined;
    this.chunks = [];
    this.received = 0;
    if (closes || this.siblings.length >= MAX_IDLE) this.socket.destroy();
    else this.rest();
    current?.resolve({ status, rawHeaders, body });
  }

  /** It does not keep this process alive. */
  private rest(): void {
    this.socket.unref();
    this.siblings.push(this);
  }

  private fail(error: Error): void {
    const { current } = this;
    this.current = undefined;
    this.socket.destroy();
    const place = this.siblings.indexOf(this);
    if (place >= 0) this.siblings.splice(place, 1);
    current?.reject(error);
  }
}

function answerHead(text: string, method: string | undefined): AnswerHead {
  const [line = '', ...lines] = text.split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(line)?.[1] ?? Number.NaN);
  if (Number.isNaN(status)) throw new Error(`moto must answer in HTTP/1.1, got: ${line}`);
  const rawHeaders: string[] = [];
  let length = method === 'HEAD' || status === 204 || status === 304 ? 0 : Number.NaN;
  let closes = false;
  for (const field of lines) {
    const colon = field.indexOf(':');
    const name = field.slice(0, colon);
    const value = field.slice(colon + 1).trim();
    rawHeaders.push(name, value);
    const known = name.toLowerCase();
    if (known === 'connection') closes = value === 'close';
    if (known === 'content-length' && Number.isNaN(length)) length = Number(value);
  }
  if (Number.isNaN(length)) throw new Error(`moto must announce the length of its answer, got: ${text}`);
  return { status, rawHeaders, length, closes };
}
