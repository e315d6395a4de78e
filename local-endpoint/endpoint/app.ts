import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { answerError, answerOutput } from './answer/answer';
import { decodeAwsChunked } from './aws-chunked';
import type { ApiCall, RawRequest } from '../kit/call';
import { createForwarder, type Forwarder } from './forward';
import { typedInput } from './ec2-query/form';
import { operationShapes } from './ec2-query/shape';
import { guessProtocol, identify, type IdentifiedRequest } from './identify/identify';
import type { MotoAnswer } from './moto';
import type { EndpointOptions } from './options';
import { createRegistry, type Registry } from './registry';
import { AwsError } from '../kit/aws-error';
import { toPathStyle } from './virtual-host';

/** The endpoint as a function from request to response; needs no socket. */
export function createApp(options: EndpointOptions): Hono {
  const registry = createRegistry(options.services);
  const forward = createForwarder(
    options.moto,
    options.services.flatMap(({ observers = [] }) => observers),
  );
  const routes = [...(options.routes ?? []), ...options.services.flatMap((service) => service.routes ?? [])];
  const app = new Hono();
  app.all('*', async ({ req: { raw } }) => {
    const route = routes.find((candidate) => candidate.takes(raw));
    return route ? route.answer(raw) : respond(await readRequest(raw), options, registry, forward);
  });
  return app;
}

async function respond(
  request: RawRequest,
  options: EndpointOptions,
  registry: Registry,
  forward: Forwarder,
): Promise<Response> {
  const requestId = randomUUID();
  try {
    const call = await identifyCall(request, requestId, options, forward);
    await options.authorize(call);
    const operation = registry.operationOf(call);
    if (!operation) return asResponse(await forward.raw(call), requestId);
    return await answerOutput(call, await operation(call.input as never, call.context));
  } catch (error) {
    const protocol = guessProtocol(request);
    return answerError({ request, requestId, protocol }, asAwsError(error, request, options));
  }
}

async function identifyCall(
  request: RawRequest,
  requestId: string,
  { callerOf }: EndpointOptions,
  forward: Forwarder,
): Promise<ApiCall> {
  const { credential, ...known } = await withTypes(identify(request));
  const { region, accessKeyId } = credential;
  const context = { caller: callerOf(accessKeyId), region, service: known.service };
  const call: ApiCall = { ...known, context, request, requestId };
  return {
    ...call,
    context: {
      ...context,
      forward: (input?: object, unobserved?: boolean) => forward.parsed(call, input, unobserved),
    },
  };
}

/** EC2's forms have other names than its API; what EC2 does not have stays as it came. */
async function withTypes(identified: IdentifiedRequest): Promise<IdentifiedRequest> {
  if (identified.protocol !== 'ec2-query') return identified;
  const shapes = await operationShapes(identified.operation);
  if (!shapes) return identified;
  return { ...identified, input: typedInput(shapes.input, identified.input) as Record<string, unknown> };
}

async function readRequest(incoming: Request): Promise<RawRequest> {
  const url = new URL(incoming.url);
  const body = new Uint8Array(await incoming.arrayBuffer());
  const { path, headers } = toPathStyle(`${url.pathname}${url.search}`, new Headers(incoming.headers));
  return { method: incoming.method, path, ...decodeAwsChunked(headers, body) };
}

function asResponse({ status, headers, body }: MotoAnswer, requestId: string): Response {
  if (!headers.has('x-amzn-requestid') && !headers.has('x-amz-request-id'))
    headers.set('x-amzn-requestid', requestId);
  const empty = body.length === 0 || status === 204 || status === 304;
  return new Response(empty ? null : new Uint8Array(body), { status, headers });
}

/** A bug of the endpoint is answered with a 4xx: clients would retry a 5xx for seconds, and it would fail again. */
function asAwsError(error: unknown, request: RawRequest, { log }: EndpointOptions): AwsError {
  if (error instanceof AwsError) return error;
  log(
    `The local endpoint failed at ${request.method} ${request.path}: ${(error as Error).stack ?? String(error)}`,
  );
  return new AwsError('InternalFailure', `The local endpoint failed: ${(error as Error).message}`);
}
