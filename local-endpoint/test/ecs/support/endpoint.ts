import { type IncomingMessage, createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Aws, AwsIdentity } from '../../../kit/aws';
import { AwsError } from '../../../kit/aws-error';
import { type CallContext, type Observer, type Service } from '../../../kit/operation';
import type { EventDraft } from '../../../kit/event-bus';
import { startMoto } from '../../../moto/moto';
import type { ServiceContext } from '../../../kit/context';
import { type ManualClock, manualClock } from '../../support/manual-clock';

export const ACCOUNT = '111111111111';
export const REGION = 'ap-northeast-1';

/** A call as the endpoint saw it; `role` is set where a role made it. */
export interface SeenCall {
  readonly service: string;
  readonly operation: string;
  readonly role?: string;
  readonly input: string;
}

/** The least endpoint that these services need: theirs over JSON, everything else is moto's. */
export interface TestEndpoint {
  readonly world: ServiceContext;
  readonly clock: ManualClock;
  readonly identity: AwsIdentity;
  readonly events: EventDraft[];
  readonly said: string[];
  readonly calls: SeenCall[];
  /** Answers before anybody else, where it answers at all. */
  intercept?: (call: SeenCall) => AwsError | object | string | undefined;
  /** Refuses an operation to every role, as IAM would. */
  deny(operation: string): void;
  /** Puts services before moto. */
  serve(...services: Service[]): void;
  /** Tells observers of what moto answered. */
  observe(...observers: Observer[]): void;
  close(): Promise<void>;
}

export async function startEndpoint(folder: string): Promise<TestEndpoint> {
  const closing = new AbortController();
  const moto = await startMoto({ folder, closing: closing.signal });
  const services = new Map<string, Service>();
  const watching: Observer[] = [];
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const identity = (accessKeyId: string, region = REGION): AwsIdentity => ({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey: 'x' },
  });
  const aws: Aws = {
    asService: (account, region) => identity(account, region),
    asRole: async (roleArn, region) => {
      if (roleArn.endsWith('/missing'))
        throw new AwsError(
          'AccessDenied',
          `User is not authorized to perform: sts:AssumeRole on ${roleArn}`,
          403,
        );
      return identity(`ROLE-${roleArn.split('/').at(-1)}`, region);
    },
    asPrincipal: (_principal, account, region) => identity(account, region),
  };
  const clock = manualClock(new Date());
  const tested: TestEndpoint = {
    clock,
    identity: identity(ACCOUNT),
    events: [],
    said: [],
    calls: [],
    world: {
      clock,
      aws,
      folder,
      closing: closing.signal,
      bus: { emit: (draft) => `event-${tested.events.push(draft)}` },
      log: (line) => void tested.said.push(line),
    },
    deny: (operation) => {
      tested.intercept = (call) =>
        call.role && call.operation === operation
          ? new AwsError(
              'AccessDeniedException',
              `User: ${call.role} is not authorized to perform: ${operation}`,
            )
          : undefined;
    },
    serve: (...added) => added.forEach((service) => services.set(service.name, service)),
    observe: (...added) => void watching.push(...added),
    close: async () => {
      closing.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return tested;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(request);
    const scope = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '');
    const [, accessKeyId = ACCOUNT, region = REGION, service = ''] = scope ?? ([] as string[]);
    const operation =
      request.headers['x-amz-target']?.toString().split('.').at(-1) ??
      /(?:^|&)Action=(\w+)/.exec(body)?.[1] ??
      `${request.method} ${request.url}`;
    const role = accessKeyId.startsWith('ROLE-') ? accessKeyId.slice(5) : undefined;
    const call: SeenCall = { service, operation, role, input: body };
    tested.calls.push(call);
    const intercepted = tested.intercept?.(call);
    if (intercepted !== undefined) return say(request, response, intercepted);
    const caller = { accessKeyId, accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root` };
    const forward = async (input?: object, unobserved = false): Promise<unknown> => {
      const text = input ? JSON.stringify(input) : body;
      const from = await send(moto.url, request, text);
      const output = JSON.parse(await from.text()) as { __type?: string; message?: string };
      if (!from.ok) throw new AwsError(output.__type ?? 'InternalError', output.message ?? '', from.status);
      const told = unobserved
        ? []
        : watching.filter((one) => one.service === service && one.operation === operation);
      const observed = {
        service,
        operation,
        input: JSON.parse(text) as Record<string, unknown>,
        output,
        requestBody: Buffer.from(text),
      };
      for (const observer of told)
        await observer.after({ ...observed, context: { caller, region }, responseHeaders: from.headers });
      return output;
    };
    const owned = services.get(service)?.operations[operation];
    if (owned) {
      const context: CallContext = { caller, region, forward };
      const done = owned(JSON.parse(body || '{}') as never, context);
      return say(request, response, await done.catch((error: Error) => error));
    }
    if (services.get(service)?.otherwise === 'refuse')
      return say(request, response, new AwsError('UnsupportedOperation', `${operation} is not available`));
    if (watching.some((one) => one.service === service && one.operation === operation))
      return say(request, response, (await forward().catch((error: Error) => error)) as object);
    const from = await send(moto.url, request, body);
    response.writeHead(from.status, { 'content-type': from.headers.get('content-type') ?? 'text/plain' });
    response.end(Buffer.from(await from.arrayBuffer()));
  }
}

const read = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

function send(moto: string, request: IncomingMessage, body: string): Promise<Response> {
  const headers = new Headers({ 'x-moto-account-id': ACCOUNT });
  for (const name of ['authorization', 'x-amz-target', 'content-type', 'x-amz-date'])
    if (request.headers[name]) headers.set(name, request.headers[name]?.toString() ?? '');
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  return fetch(`${moto}${request.url}`, { method: request.method, headers, ...(hasBody ? { body } : {}) });
}

function say(request: IncomingMessage, response: ServerResponse, answer: Error | object | string): void {
  const query = !request.headers['x-amz-target'];
  if (answer instanceof Error) {
    const code = answer instanceof AwsError ? answer.code : 'InternalFailure';
    const status = answer instanceof AwsError ? answer.status : 500;
    const lambda = request.url?.startsWith('/2015-03-31/');
    response.writeHead(status, {
      'content-type': query && !lambda ? 'text/xml' : 'application/x-amz-json-1.1',
      'x-amzn-errortype': code,
    });
    response.end(
      query && !lambda
        ? `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${answer.message}</Message></Error></ErrorResponse>`
        : JSON.stringify({ __type: code, message: answer.message }),
    );
    return;
  }
  response.writeHead(200, { 'content-type': query ? 'text/xml' : 'application/x-amz-json-1.1' });
  response.end(typeof answer === 'string' ? answer : JSON.stringify(answer, seconds));
}

/** JSON protocols write a date as seconds since 1970; JSON.stringify has already made it a string. */
function seconds(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const original = this[key];
  return original instanceof Date ? original.getTime() / 1000 : value;
}
