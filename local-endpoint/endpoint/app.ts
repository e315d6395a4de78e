import { randomUUID } from 'node:crypto';
import { answerError, answerOutput } from './answer/answer';
import { decodeAwsChunked } from './aws-chunked';
import type { ApiCall, RawRequest } from '../kit/call';
import { DroppedConnection } from '../kit/dropped-connection';
import type { CallContext } from '../kit/operation';
import { createForwarder, type Forwarder } from './forward';
import { typedInput } from './ec2-query/form';
import { operationShapes } from './ec2-query/shape';
import { guessProtocol, identify, type IdentifiedRequest } from './identify/identify';
import { isEmpty, type MotoAnswer } from './moto';
import type { EndpointOptions } from './options';
import { type IncomingCall, readBody } from './read-body';
import { createRegistry, type Registry } from './registry';
import { AwsError } from '../kit/aws-error';
import { toPathStyle } from './virtual-host';

/** The endpoint without its port. */
export interface App {
  /**
   * Answers what arrives on the port: a call, or a request of a route.
   * @param ask called before the body is read @default - the body is on its way
   */
  fetch(request: Request, ask?: () => void): Promise<Response>;
  /**
   * Answers a call that arrives on the port with a signature in a header, which no route takes. What moto answered is
   * returned as it is: turning it into a Response and back would take longer than all the rest.
   * @param ask called before the body is read
   * @throws DroppedConnection
   */
  call(incoming: IncomingCall, ask: () => void): Promise<Response | MotoAnswer>;
  /** Answers a request that is not even read, in its protocol. @param request its body is not used */
  refuse(request: RawRequest, error: AwsError): Response;
  /** Answers a call that comes without a connection. @throws DroppedConnection */
  answer(request: RawRequest): Promise<Response>;
}

/** The endpoint as functions from request to response; they need no socket. */
export function createApp(options: EndpointOptions): App {
  const registry = createRegistry(options.services);
  const forward = createForwarder(options.moto, options.clock, options.services);
  const routes = [...(options.routes ?? []), ...options.services.flatMap((service) => service.routes ?? [])];
  const answer = (request: RawRequest, isInProcess = false) =>
    respond(normalize(request), isInProcess, options, registry, forward);
  const call = (incoming: IncomingCall, ask: () => void) => answerCall(incoming, ask, answer);
  return {
    fetch: async (request, ask = () => undefined) => {
      const route = routes.find((candidate) => candidate.takes(request));
      if (!route) return asResponse(await call(callOf(request), ask));
      ask();
      return route.answer(request);
    },
    call,
    answer: async (request) => asResponse(await answer(request, true)),
    refuse,
  };
}

function callOf({ method, url, headers, body }: Request): IncomingCall {
  const { pathname, search } = new URL(url);
  const chunks = (body as AsyncIterable<Uint8Array> | null) ?? [];
  return { method, path: `${pathname}${search}`, headers: new Headers(headers), body: chunks };
}

async function answerCall(
  incoming: IncomingCall,
  ask: () => void,
  answer: (request: RawRequest) => Promise<Response | MotoAnswer>,
): Promise<Response | MotoAnswer> {
  const { method, path, headers } = incoming;
  const head = { method, path, headers };
  try {
    return await answer({ ...head, body: await readBody(incoming, ask) });
  } catch (error) {
    if (error instanceof AwsError) return refuse({ ...head, body: new Uint8Array() }, error);
    throw error;
  }
}

function refuse(request: RawRequest, error: AwsError): Response {
  return answerError({ request, requestId: randomUUID(), protocol: guessProtocol(request) }, error);
}

async function respond(
  request: RawRequest,
  isInProcess: boolean,
  options: EndpointOptions,
  registry: Registry,
  forward: Forwarder,
): Promise<Response | MotoAnswer> {
  const requestId = randomUUID();
  try {
    const call = await identifyCall(request, requestId, options, forward);
    await options.authorize(call);
    const perform = () => execute(call, registry, forward);
    return await (options.meet ? options.meet(call, isInProcess, perform) : perform());
  } catch (error) {
    if (error instanceof DroppedConnection) throw error;
    const protocol = guessProtocol(request);
    return answerError({ request, requestId, protocol }, asAwsError(error, request, options));
  }
}

async function execute(
  call: ApiCall,
  registry: Registry,
  forward: Forwarder,
): Promise<Response | MotoAnswer> {
  const operation = registry.operationOf(call);
  if (!operation) return withRequestId(await forward.raw(call), call.requestId);
  return answerOutput(call, await operation(call.input as never, call.context));
}

async function identifyCall(
  request: RawRequest,
  requestId: string,
  { callerOf }: EndpointOptions,
  forward: Forwarder,
): Promise<ApiCall> {
  const identified = identify(request);
  const { credential, service, protocol, operation } = identified;
  const { input } = protocol === 'ec2-query' ? await withTypes(identified) : identified;
  const caller = callerOf(credential.accessKeyId);
  const context: CallContext = {
    caller,
    region: credential.region,
    service,
    forward: (changed?: object, unobserved?: boolean) => forward.parsed(call, changed, unobserved),
  };
  const call: ApiCall = { service, protocol, operation, input, context, request, requestId };
  return call;
}

/** EC2's forms have other names than its API; what EC2 does not have stays as it came. */
async function withTypes(identified: IdentifiedRequest): Promise<IdentifiedRequest> {
  const shapes = await operationShapes(identified.operation);
  if (!shapes) return identified;
  return { ...identified, input: typedInput(shapes.input, identified.input) as Record<string, unknown> };
}

function normalize({ method, body, ...request }: RawRequest): RawRequest {
  const { path, headers } = toPathStyle(request.path, request.headers);
  return { method, path, ...decodeAwsChunked(headers, body) };
}

/** A kept answer is everyone's, and stays as it is. */
function withRequestId(answer: MotoAnswer, requestId: string): MotoAnswer {
  if (answer.headers.has('x-amzn-requestid') || answer.headers.has('x-amz-request-id')) return answer;
  const headers = new Headers([...answer.headers]);
  headers.set('x-amzn-requestid', requestId);
  return { ...answer, headers };
}

function asResponse(answer: Response | MotoAnswer): Response {
  if (answer instanceof Response) return answer;
  const { status, headers, body } = answer;
  return new Response(isEmpty(answer) ? null : new Uint8Array(body), { status, headers: [...headers] });
}

/** A bug of the endpoint is answered with a 4xx: clients would retry a 5xx for seconds, and it would fail again. */
function asAwsError(error: unknown, request: RawRequest, { log }: EndpointOptions): AwsError {
  if (error instanceof AwsError) return error;
  log(
    `The local endpoint failed at ${request.method} ${request.path}: ${(error as Error).stack ?? String(error)}`,
  );
  return new AwsError('InternalFailure', `The local endpoint failed: ${(error as Error).message}`);
}
