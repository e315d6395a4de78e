import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bytesOf, forward, NOTHING, operationOf } from './http';

/** What happens to one call of one invocation of a function. */
export interface ReplayedFault {
  readonly family: string;
  /** The end of the function's name. */
  readonly action: string;
  /** Which of its invocations, from 1 on. */
  readonly invocation: number;
  /** Which of its calls, from 1 on; 0 is before the first. */
  readonly call: number;
  /** Which operation that is in the model. @default - it is not compared */
  readonly operation?: string;
  /** Whether all later attempts at the same event die before they make a call. */
  readonly isForGood: boolean;
}

/** What a gate does beside faults. */
export interface GateOptions {
  /** Has Lambda deliver an event to a function once more. */
  readonly deliver: (action: string, event: object) => Promise<void>;
  /** The changing calls that functions leave out: they are answered, and reach nothing. @default - none */
  readonly leavesOut?: LeavesOutRequest;
}

/** Whether a function leaves out a call. @param body of its request */
export type LeavesOutRequest = (action: string, operation: string, body: string) => boolean;

/** Stands between functions' processes and the endpoint, and does to a call what a fault does. */
export interface Gate {
  /** Where the process of a function calls. */
  urlOf(action: string): string;
  /** Numbers invocations from 1 on again. @param fault @default - none */
  arm(fault?: ReplayedFault): void;
  /** Whether the fault has happened. */
  readonly hasHappened: boolean;
  /** The operation of the call that met it. @default - it met none */
  readonly met?: string;
  /** Ends the fault, and has Lambda deliver the event again whose attempts died. @throws Error where none did */
  redeliver(): Promise<void>;
  close(): Promise<void>;
}

interface Running {
  readonly pid: number;
  readonly event: FunctionEvent;
  readonly number: number;
  /** Ids of the SDK's calls, in order. */
  readonly calls: string[];
}

interface FunctionEvent {
  readonly 'CodePipeline.job'?: { readonly id: string };
  readonly id?: string;
}

const idOf = ({ 'CodePipeline.job': job, id }: FunctionEvent): string | undefined => job?.id ?? id;

/** Starts one in front of an endpoint. */
export async function startGate(endpoint: string, { deliver, leavesOut }: GateOptions): Promise<Gate> {
  let fault: ReplayedFault | undefined;
  let killed: (Pick<Running, 'event'> & { readonly action: string }) | undefined;
  let met: string | undefined;
  let hasHappened = false;
  const counts = new Map<string, number>();
  const running = new Map<string, Running>();

  const begin = (action: string, text: string, response: ServerResponse) => {
    const { pid, event } = JSON.parse(text) as Pick<Running, 'pid' | 'event'>;
    const number = (counts.get(action) ?? 0) + 1;
    counts.set(action, number);
    running.set(action, { pid, event, number, calls: [] });
    const isFirst = fault?.family === 'kill-after' && fault.call === 0 && isAt(action);
    const isRepeated = killed !== undefined && idOf(event) === idOf(killed.event);
    if (!isFirst && !(fault?.isForGood && isRepeated)) return void response.end();
    kill(action);
  };

  const end = async (action: string, response: ServerResponse) => {
    const { event } = running.get(action) ?? {};
    if (event && fault?.family === 'delivered-twice' && isAt(action)) {
      hasHappened = true;
      await deliver(action, event);
    }
    response.end();
  };

  const isAt = (action: string) =>
    fault?.action === action && running.get(action)?.number === fault.invocation;

  const kill = (action: string) => {
    const { pid, event } = running.get(action) ?? {};
    if (pid === undefined || !event) return;
    hasHappened = true;
    killed = { action, event };
    process.kill(pid, 'SIGKILL');
  };

  const call = async (
    action: string,
    path: string,
    received: IncomingMessage,
    body: Buffer,
    response: ServerResponse,
  ) => {
    const calls = running.get(action)?.calls ?? [];
    const id = String(received.headers['amz-sdk-invocation-id']);
    const isRepeated = calls.includes(id);
    if (!isRepeated) calls.push(id);
    const family = isAt(action) && calls.indexOf(id) + 1 === fault?.call ? fault.family : undefined;
    if (family !== undefined) {
      hasHappened = true;
      met ??= operationOf(received, path, body);
    }
    if (family === 'throttled') return void response.writeHead(429).end();
    if (family === '500') return void response.writeHead(500).end();
    const isLeftOut = leavesOut?.(action, operationOf(received, path, body), body.toString());
    const answer = isLeftOut ? NOTHING : await forward(endpoint, path, received, body);
    if (family === 'kill-after') return kill(action);
    if (family === 'dropped-always' || (family === 'dropped' && !isRepeated))
      return void received.socket.destroy();
    response.writeHead(answer.status, answer.headers).end(answer.body);
  };

  const server = createServer((received, response) => {
    response.sendDate = false; // of the machine: the SDK would take the function's clock for wrong, and repeat the call
    const [, action = '', path = '/'] = /^\/([\w-]+)(\/.*)?$/.exec(received.url ?? '') ?? [];
    void bytesOf(received).then((body) => {
      if (path === '/begin') return begin(action, body.toString(), response);
      if (path === '/end') return end(action, response);
      return call(action, path, received, body, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    urlOf: (action) => `${url}/${action}`,
    arm: (next) => {
      fault = next;
      killed = met = undefined;
      hasHappened = false;
      counts.clear();
    },
    get hasHappened() {
      return hasHappened;
    },
    get met() {
      return met;
    },
    redeliver: async () => {
      if (!killed) throw new Error('An invocation must have died, got: none');
      const { action, event } = killed;
      fault = killed = undefined;
      await deliver(action, event);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
